// Two changes of one thing, brought together. Invariant: every field gets exactly one value: one's own, unless
// the other alone changed it or one chose theirs.
import type { Clash } from '$/ipc/generated/Clash';
import type { FieldValue } from '$/ipc/generated/FieldValue';

/** What one chose for each contested field, by its name. */
export type ClashChoices = Partial<Record<string, 'mine' | 'theirs'>>;

/** The contested fields that nothing is chosen for yet, by name. */
export function undecided(clash: Clash, choices: ClashChoices): string[] {
  return clash.fields
    .filter((field) => field.isContested && choices[field.name] === undefined)
    .map((field) => field.name);
}

/** The values to send: `mine` as they were sent before, with theirs where they alone changed or were chosen. */
export function mergeClash(mine: readonly FieldValue[], clash: Clash, choices: ClashChoices): FieldValue[] {
  return mine.map(({ name, value }) => {
    const field = clash.fields.find((changed) => changed.name === name);
    const takesTheirs = field !== undefined && (!field.isContested || choices[name] === 'theirs');
    return { name, value: takesTheirs ? field.theirs : value };
  });
}
