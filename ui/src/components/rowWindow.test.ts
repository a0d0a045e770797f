// A long list draws what is seen and keeps the space of the rest.
import { describe, expect, it } from 'vitest';
import { drawnWhole, rowHeight, rowWindow } from './rowWindow';

describe('the drawn rows', () => {
  it('are all of a list of up to 500', () => {
    expect(rowWindow(drawnWhole, 4000, 600)).toEqual({ from: 0, to: drawnWhole, above: 0, below: 0 });
  });

  it.each([0, 1, 23, 24, 12_345, 71_400, 72_000, 999_999])(
    'cover what is seen at %d px, and the space adds up',
    (scrollTop) => {
      const total = 3000;
      const height = 600;
      const drawn = rowWindow(total, scrollTop, height);
      const furthest = Math.min(scrollTop, total * rowHeight - height);
      expect(drawn.from * rowHeight).toBeLessThanOrEqual(Math.max(furthest, 0));
      expect(drawn.to * rowHeight).toBeGreaterThanOrEqual(Math.min(furthest + height, total * rowHeight));
      expect(drawn.above + (drawn.to - drawn.from) * rowHeight + drawn.below).toBe(total * rowHeight);
      expect(drawn.to - drawn.from).toBeLessThan(100);
    },
  );
});
