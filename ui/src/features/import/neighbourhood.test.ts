// Around a faulty cell the columns that matter are seen.
import { describe, expect, it } from 'vitest';
import { columnsShown, shownColumns } from './neighbourhood';

const headings = Array.from({ length: 25 }, (_, index) => `K${index}`);

describe('the shown columns', () => {
  it('are all where they fit', () => {
    expect(shownColumns(['A', 'B', 'C'], 'B')).toEqual([0, 1, 2]);
  });

  it.each(headings)('hold the first column and %s, in order, no more than fit', (faulty) => {
    const shown = shownColumns(headings, faulty);
    expect(shown).toHaveLength(columnsShown);
    expect(shown[0]).toBe(0);
    expect(shown).toContain(headings.indexOf(faulty));
    expect([...shown].sort((a, b) => a - b)).toEqual(shown);
    expect(new Set(shown).size).toBe(columnsShown);
  });

  it('begin at the first where the problem is about the whole row', () => {
    expect(shownColumns(headings, '')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
