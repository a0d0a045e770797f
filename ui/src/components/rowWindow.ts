// Which rows of a long list are drawn. Invariant: the drawn rows cover what is seen, with some to spare on both
// sides, and the space of the others is kept, so that the scrollbar tells the truth.

/** Height of a row in px, unless a list says otherwise. */
export const rowHeight = 24;
/** Lists up to this long are drawn whole, so that find-in-page and printing see all of it. */
export const drawnWhole = 500;
/** Rows to spare on each side. */
const spare = 20;

/** Rows `from` up to and without `to`, and the space above and below in px. */
export interface RowWindow {
  from: number;
  to: number;
  above: number;
  below: number;
}

/** The rows, each `row` px high, to draw when the list is scrolled to `scrollTop` and `height` px of it are seen. */
export function rowWindow(total: number, scrollTop: number, height: number, row = rowHeight): RowWindow {
  if (total <= drawnWhole) return { from: 0, to: total, above: 0, below: 0 };
  // A list that became shorter is scrolled past its end until the browser corrects that.
  const top = Math.max(Math.min(scrollTop, total * row - height), 0);
  const from = Math.max(Math.floor(top / row) - spare, 0);
  const to = Math.min(from + Math.ceil(height / row) + 2 * spare, total);
  return { from, to, above: from * row, below: (total - to) * row };
}
