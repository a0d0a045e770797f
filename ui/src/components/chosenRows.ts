// Rows that are chosen for one step, and what the keyboard does at them: space chooses, a letter steps. Invariant: a
// step concerns the chosen rows where the row one is at is among them, else that row alone.
import type { Selection } from './selection.svelte';

/** The rows of a list, those that are chosen among them. */
export class ChosenRows<Row> {
  constructor(
    private readonly selection: Selection,
    private readonly rows: () => readonly Row[],
    private readonly key: (row: Row) => string,
  ) {}

  /** Is it chosen? */
  has(row: Row): boolean {
    return this.selection.has(this.key(row));
  }

  /** Chooses a row or lets it go; with `through`, all from the one before to this one. */
  choose(row: Row, through: boolean): void {
    this.selection.toggle(this.key(row), this.rows().map(this.key), through);
  }

  /** The rows that a step at this row is about. */
  concerned(row: Row): Row[] {
    return this.has(row) ? this.rows().filter((other) => this.has(other)) : [row];
  }

  /** Takes a key at a row: space at its own control, or a letter that `step` knows. True where it did something. */
  takes(event: KeyboardEvent, at: string, step: (letter: string, rows: () => Row[]) => boolean): boolean {
    const row = this.rows().find((other) => this.key(other) === at);
    if (row === undefined) return false;
    const isOwnControl = event.target instanceof HTMLElement && event.target.dataset['row'] !== undefined;
    if (event.key === ' ' && isOwnControl) {
      this.choose(row, event.shiftKey);
      return true;
    }
    return step(event.key.toLowerCase(), () => this.concerned(row));
  }
}
