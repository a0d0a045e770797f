// What forms share. Invariant: after a refusal the keyboard stands at the first field that is wrong.
import { tick } from 'svelte';

/** Moves focus to the form's first faulty field and marks its text, once the errors are on the page. */
export async function focusFirstError(form: EventTarget | null): Promise<void> {
  await tick();
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.querySelector<HTMLInputElement>('[aria-invalid="true"]');
  field?.focus();
  field?.select();
}
