// How the made-up core says no.
import type { ApiError } from '../generated/ApiError';

/** Refuses a command. */
export function refuse(code: string, message: string, field: string | null = null): never {
  throw { code, field, message, incident: null } satisfies ApiError;
}
