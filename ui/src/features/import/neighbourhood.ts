// Which columns of a wide sheet are shown around a faulty cell. Invariant: the first column, which names the row,
// and the faulty one are always among them.

/** How many columns fit beside the row number. */
export const columnsShown = 7;

/** Positions of the columns to show. */
export function shownColumns(headings: string[], faulty: string, most = columnsShown): number[] {
  const all = headings.map((_, index) => index);
  if (all.length <= most) return all;
  const at = Math.max(headings.indexOf(faulty), 0);
  const room = most - 1;
  const from = Math.min(Math.max(at - Math.floor(room / 2), 1), all.length - room);
  return [0, ...all.slice(from, from + room)];
}
