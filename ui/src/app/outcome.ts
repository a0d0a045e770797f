// What becomes of a step that is saved without a form. Invariant: what was saved says so with its *Fortryd*, the open
// screen asks anew, and what was wrong goes back to whoever shows the field.
import { CommandError } from '$/ipc/errors';
import type { SaveOutcome } from '$/ipc/generated/SaveOutcome';
import { tell } from './actions';

/** Takes over what a save answered: the message where it is saved; a `CommandError` at its field is thrown where not. */
export function takeOutcome(outcome: SaveOutcome): void {
  if (outcome.outcome === 'saved') {
    tell(outcome);
    return;
  }
  if (outcome.outcome === 'refused') {
    const problem = outcome.problems.find((found) => found.isError) ?? outcome.problems[0];
    throw refusal(problem?.sentence ?? '', problem?.field ?? null);
  }
  throw refusal(outcome.clash.sentence, null);
}

function refusal(message: string, field: string | null): CommandError {
  return new CommandError({ code: 'refused', field, message, incident: null });
}

/** The id of a save: the same when it is repeated after a broken connection. */
export function newOperation(): string {
  return crypto.randomUUID();
}
