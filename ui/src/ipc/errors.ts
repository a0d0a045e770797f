// What a refused command becomes in the window. Invariant: only the core's own sentence is shown;
// anything else that is thrown becomes one general sentence, so that no detail leaks to the screen.
import type { ApiError } from './generated/ApiError';
import { text } from '$/text/da';

/** A command was refused by the core. */
export class CommandError extends Error {
  readonly code: string;
  readonly field: string | null;
  readonly incident: string | null;

  constructor(error: ApiError) {
    super(error.message);
    this.name = 'CommandError';
    this.code = error.code;
    this.field = error.field;
    this.incident = error.incident;
  }
}

/** What becomes of an answer that comes after the page was closed: it concerns nobody who sits there now. */
export function answerDropped(): CommandError {
  return new CommandError({ code: 'answer_dropped', field: null, message: '', incident: null });
}

/** Is there nobody any more whom it concerns? */
export function isDropped(error: CommandError): boolean {
  return error.code === 'answer_dropped';
}

function isApiError(value: unknown): value is ApiError {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as ApiError).code === 'string' &&
    typeof (value as ApiError).message === 'string'
  );
}

/** Turns whatever was thrown into a `CommandError`. */
export function toCommandError(thrown: unknown): CommandError {
  if (thrown instanceof CommandError) return thrown;
  if (isApiError(thrown)) return new CommandError(thrown);
  return new CommandError({
    code: 'unexpected',
    field: null,
    message: text.error.unexpected,
    incident: null,
  });
}
