// Around a faulty cell the columns that matter are seen.
import { describe, expect, it } from 'vitest';
import { shownColumns, widths } from './neighbourhood';

const headings = Array.from({ length: 25 }, (_, index) =>
  index % 3 === 0 ? `Dato ${index}` : `Ord ${index}`,
);
const isFigures = (heading: string) => heading.startsWith('Dato');

function widthOf(positions: number[]): number {
  return positions.reduce(
    (sum, index) =>
      sum + (index === 0 ? widths.first : isFigures(headings[index] ?? '') ? widths.figures : widths.words),
    widths.number,
  );
}

describe('the shown columns', () => {
  it('are all where they fit', () => {
    expect(shownColumns(['A', 'B', 'C'], 'B', isFigures, 726)).toEqual([0, 1, 2]);
  });

  it.each(headings)('hold the first column and %s, in order, within the room', (faulty) => {
    for (const room of [726, 1240]) {
      const shown = shownColumns(headings, faulty, isFigures, room);
      expect(shown[0]).toBe(0);
      expect(shown).toContain(headings.indexOf(faulty));
      expect([...new Set(shown)].sort((a, b) => a - b)).toEqual(shown);
      expect(widthOf(shown)).toBeLessThanOrEqual(room);
    }
  });

  it('are more on a wider screen', () => {
    const narrow = shownColumns(headings, 'Ord 10', isFigures, 726);
    const wide = shownColumns(headings, 'Ord 10', isFigures, 1240);
    expect(wide.length).toBeGreaterThan(narrow.length);
  });

  it('begin at the first where the problem is about the whole row', () => {
    expect(shownColumns(headings, '', isFigures, 726).slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('are none while the rows are on their way', () => {
    expect(shownColumns([], 'Dato 0', isFigures, 726)).toEqual([]);
  });
});
