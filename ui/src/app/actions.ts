// Things that can be done from anywhere. Invariant: what went wrong becomes a message that stays.
import { call } from '$/ipc/client';
import { isDropped, toCommandError } from '$/ipc/errors';
import type { ExportList } from '$/ipc/generated/ExportList';
import type { SaveOutcome } from '$/ipc/generated/SaveOutcome';
import { text } from '$/text/da';
import { messages } from './messages.svelte';
import { session } from './session.svelte';

/** Carries out something whose refusal has no place of its own on the screen. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (thrown) {
    const error = toCommandError(thrown);
    if (!isDropped(error)) messages.add('bad', error.message);
    return null;
  }
}

/** Goes back to the calendar's day. */
export async function showToday(): Promise<void> {
  const state = await attempt(() => call('set_day', { day: null }));
  if (state !== null) session.accept(state);
}

/** Shows everything as it was recorded at the end of a past day (ISO); null = as it is now. */
export async function knowAsOf(day: string | null): Promise<boolean> {
  const state = await attempt(() => call('know_as_of', { day }));
  if (state !== null) session.accept(state);
  return state !== null;
}

/** Writes a backup. */
export async function backUpNow(): Promise<void> {
  const done = await attempt(() => call('backup_now'));
  if (done !== null) messages.add('good', done.message);
}

/** Says what became of a save that has no form to say it in: the core's message with its *Fortryd*, or why not. True when it is done. */
export function tell(outcome: SaveOutcome): boolean {
  switch (outcome.outcome) {
    case 'saved':
      messages.add('good', outcome.message, { undo: outcome.operation });
      session.revision += 1;
      return true;
    case 'refused':
      messages.add('bad', outcome.problems.map((problem) => problem.sentence).join(' '));
      return false;
    case 'clashed':
      messages.add('bad', outcome.clash.sentence);
      session.revision += 1;
      return false;
  }
}

/** Undoes one of one's own operations; true when it is undone. */
export async function undo(operation: string): Promise<boolean> {
  const outcome = await attempt(() => call('undo', { operation }));
  return outcome !== null && tell(outcome);
}

/** Saves a list as a workbook, where the user chooses. */
export async function exportList(list: ExportList): Promise<void> {
  const saved = await attempt(() => call('export_list', list));
  if (saved !== null) messages.add('good', `${text.lists.exported(saved.displayPath)} ${saved.detail}`);
}
