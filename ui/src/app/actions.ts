// Things that can be done from anywhere. Invariant: what went wrong becomes a message that stays.
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import { messages } from './messages.svelte';
import { session } from './session.svelte';

/** Carries out something whose refusal has no place of its own on the screen. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (thrown) {
    messages.add('bad', toCommandError(thrown).message);
    return null;
  }
}

/** Goes back to the calendar's day. */
export async function showToday(): Promise<void> {
  const state = await attempt(() => call('set_day', { day: null }));
  if (state !== null) session.accept(state);
}

/** Writes a backup. */
export async function backUpNow(): Promise<void> {
  const done = await attempt(() => call('backup_now'));
  if (done !== null) messages.add('good', done.message);
}
