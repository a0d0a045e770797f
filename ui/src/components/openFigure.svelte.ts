// Which figure's calculation is open. One dialogue serves the whole window; any figure opens it by its id.
// Invariant: closed when the session locks.
import { session } from '$/app/session.svelte';

class OpenFigure {
  figure = $state<string | null>(null);
  /** The case whose chance of a lower rate is part of the figure and can be set beside it. */
  chanceOf = $state<string | null>(null);

  /** Opens the calculation of a figure. */
  open(figure: string, chanceOf: string | null = null): void {
    this.figure = figure;
    this.chanceOf = chanceOf;
  }

  /** Closes it. */
  close(): void {
    this.figure = null;
    this.chanceOf = null;
  }
}

/** The calculation that is open. */
export const openFigure = new OpenFigure();
session.whenClosed(() => openFigure.close());
