// Which figure's calculation is open. One dialogue serves the whole window; any figure opens it by its id.
// Invariant: closed when the session locks.
import { session } from '$/app/session.svelte';

class OpenFigure {
  figure = $state<string | null>(null);
  /** The case that it is a figure of, where its chance of a lower rate can be set beside it. */
  number = $state<string | null>(null);

  /** Opens the calculation of a figure. */
  open(figure: string, number: string | null = null): void {
    this.figure = figure;
    this.number = number;
  }

  /** Closes it. */
  close(): void {
    this.figure = null;
    this.number = null;
  }
}

/** The calculation that is open. */
export const openFigure = new OpenFigure();
session.whenClosed(() => openFigure.close());
