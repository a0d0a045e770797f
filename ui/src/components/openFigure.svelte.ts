// Which figure's calculation is open. One dialogue serves the whole window; any figure opens it by its id.
// Invariant: closed when the session locks.
import { session } from '$/app/session.svelte';

class OpenFigure {
  figure = $state<string | null>(null);

  /** Opens the calculation of a figure. */
  open(figure: string): void {
    this.figure = figure;
  }

  /** Closes it. */
  close(): void {
    this.figure = null;
  }
}

/** The calculation that is open. */
export const openFigure = new OpenFigure();
session.whenClosed(() => openFigure.close());
