// Which columns of a wide sheet are shown around a faulty cell. Invariant: the first column, which names the row,
// and the faulty one are always among them; the others are its nearest neighbours, as many as fit.

/** Width of the row number, the first column, a column of figures or dates, and any other, in px. */
export const widths = { number: 48, first: 108, figures: 104, words: 148 } as const;

/** Positions of the columns to show in `room` px, in the sheet's order. */
export function shownColumns(
  headings: string[],
  faulty: string,
  isFigures: (heading: string) => boolean,
  room: number,
): number[] {
  if (headings.length === 0) return [];
  const width = (index: number): number =>
    index === 0 ? widths.first : isFigures(headings[index] ?? '') ? widths.figures : widths.words;
  const at = Math.max(headings.indexOf(faulty), 0);
  const shown = new Set([0, at]);
  let left = room - widths.number - [...shown].reduce((sum, index) => sum + width(index), 0);
  for (let distance = 1; distance < headings.length; distance += 1) {
    for (const index of [at + distance, at - distance]) {
      if (index < 0 || index >= headings.length || shown.has(index)) continue;
      if (width(index) > left) return inOrder(shown);
      shown.add(index);
      left -= width(index);
    }
  }
  return inOrder(shown);
}

function inOrder(positions: Set<number>): number[] {
  return [...positions].sort((a, b) => a - b);
}
