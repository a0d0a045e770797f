// The icon of each tone: status = colour + icon + word, so that nothing hangs on colour alone.
import type { Tone } from '$/ipc/generated/Tone';
import type { IconName } from './icons';

/** Icon of a tone. */
export const toneIcon: Record<Tone, IconName> = {
  bad: 'error',
  warn: 'warning',
  good: 'success',
  info: 'info',
  quiet: 'info',
};
