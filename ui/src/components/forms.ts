// What forms share. Invariant: after a refusal the keyboard stands at the first field that is wrong.
import { tick } from 'svelte';
import type { FormField } from '$/ipc/generated/FormField';

/** What separates the values of a field that holds many. */
const between = '; ';

/** Moves focus to the form's first faulty field and marks its text, once the errors are on the page. */
export async function focusFirstError(form: EventTarget | null): Promise<void> {
  await tick();
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (field === null) return;
  // A group of choices is entered at its first.
  const control = field.matches('input, select, textarea')
    ? field
    : field.querySelector<HTMLElement>('input');
  control?.focus();
  if (control instanceof HTMLInputElement && control.type === 'text') control.select();
}

/** Is a field shown with what stands in the form? */
export function isShown({ shownWhen }: FormField, values: Record<string, string>): boolean {
  return shownWhen === null || shownWhen.values.includes((values[shownWhen.field] ?? '').trim());
}

/** The values of a field that holds many. */
export function readMany(value: string): string[] {
  return value
    .split(between.trim())
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A field's value with one of its choices put in or taken out, in the order of the choices. */
export function withChoice(
  value: string,
  choice: string,
  isChosen: boolean,
  choices: readonly string[],
): string {
  const chosen = new Set(readMany(value));
  if (isChosen) chosen.add(choice);
  else chosen.delete(choice);
  const order = [...choices, ...[...chosen].filter((other) => !choices.includes(other))];
  return order.filter((other) => chosen.has(other)).join(between);
}

/** The named field that an event of a form comes from, where something changed in it; null for other events. */
export function fieldOf(event: Event): { name: string; isChoice: boolean } | null {
  const { target } = event;
  const isInput = target instanceof HTMLInputElement;
  const isText = target instanceof HTMLTextAreaElement || (isInput && target.type === 'text');
  if (!isInput && !isText && !(target instanceof HTMLSelectElement)) return null;
  // A text field's *change* only says that the keyboard left it.
  if (target.name === '' || (isText && event.type === 'change')) return null;
  return { name: target.name, isChoice: !isText };
}
