// Where the keyboard goes after a question that took the buttons' place. Invariant: it is never left on nothing.

/** Gives the focus back to what had it; to the first field where that is gone, as the button that led to the question. */
export function focusAgain(before: HTMLElement | null, form: Element | null): void {
  const field = form?.querySelector<HTMLElement>('input, select, textarea') ?? null;
  (before?.isConnected === true ? before : field)?.focus();
}
