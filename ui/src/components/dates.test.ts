// Reading and finding Danish dates.
import { describe, expect, it } from 'vitest';
import { readDanishDate, splitSentence, writeDanishDate } from './dates';

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
  it.each([
    ['Opsagt i dag ophører den 18-02-2027, fordi varslet er 90 dage.', ['18-02-2027'], []],
    [
      'Kontrakt K-2406 på S2022-1008, sag 29.21.04-P20-1-18.',
      [],
      ['K-2406', 'S2022-1008', '29.21.04-P20-1-18'],
    ],
    ['Fra 01-01-2026 og frem; 1:1-støtte, §§ 83-85.', ['01-01-2026'], ['§§ 83-85']],
    ['Uden hverken dato eller kode, og-så-videre.', [], []],
  ])('has its dates and codes apart and loses nothing: %s', (sentence, dates, codes) => {
    const parts = splitSentence(sentence);
    const of = (kind: string) => parts.filter((part) => part.kind === kind).map((part) => part.text);
    expect(of('date')).toEqual(dates);
    expect(of('code')).toEqual(codes);
    expect(parts.map((part) => part.text).join('')).toBe(sentence);
  });
});
