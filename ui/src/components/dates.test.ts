// Reading and finding Danish dates.
import { describe, expect, it } from 'vitest';
import { readDanishDate, splitDates, writeDanishDate } from './dates';

describe('a typed date', () => {
  it.each([
    ['20-11-2026', '2026-11-20'],
    ['1-2-2026', '2026-02-01'],
    ['20.11.2026', '2026-11-20'],
    ['20/11 2026', '2026-11-20'],
    [' 20 11 2026 ', '2026-11-20'],
    ['20112026', '2026-11-20'],
    ['29-02-2028', '2028-02-29'],
  ])('%s is %s', (typed, iso) => {
    expect(readDanishDate(typed)).toBe(iso);
  });

  it.each(['31-06-2026', '29-02-2026', '2026-11-20', '20-11-26', 'i dag', '', '00-01-2026'])(
    '%s is no date',
    (typed) => {
      expect(readDanishDate(typed)).toBeNull();
    },
  );

  it('is written back as it is read', () => {
    expect(writeDanishDate('2026-11-20')).toBe('20-11-2026');
  });
});

describe('a sentence', () => {
  it('has its dates apart and loses nothing', () => {
    const sentence = 'Opsagt i dag ophører den 18-02-2027, fordi varslet er 90 dage.';
    const parts = splitDates(sentence);
    expect(parts.filter((part) => part.isDate).map((part) => part.text)).toEqual(['18-02-2027']);
    expect(parts.map((part) => part.text).join('')).toBe(sentence);
  });
});
