// What the made-up core answers when something is saved. Invariant: as in fake.ts, never part of the program.
import type { SaveOutcome } from '../generated/SaveOutcome';

/** What a save answers. */
export const savedOutcome = {
  outcome: 'saved',
  message: 'Gemt.',
  operation: '01990000-0000-7000-8000-000000000001',
  case: null,
} satisfies SaveOutcome;
