// A target is read from one column; two that claim it are named.
import { describe, expect, it } from 'vitest';
import type { ImportSheet } from '$/ipc/generated/ImportSheet';
import { doubleTargets } from './columnTargets';

function column(heading: string, target: string | null) {
  return { heading, target, samples: [], isNumeric: false };
}

const sheet: ImportSheet = {
  name: 'Takster',
  label: 'Takster',
  rows: 3,
  columns: [column('Pris', 'Beløb'), column('Takst pr. døgn', null), column('Fra', 'Gælder fra')],
  targets: [
    { key: 'Beløb', label: 'Beløb', isRequired: true },
    { key: 'Gælder fra', label: 'Gælder fra', isRequired: true },
  ],
};

function mapping(heading: string, target: string | null) {
  return { sheet: 'Takster', heading, target };
}

describe('mapping columns by hand', () => {
  it('names both columns that would be read as the same', () => {
    expect(doubleTargets([sheet], [mapping('Takst pr. døgn', 'Beløb')])).toEqual([
      { sheet: 'Takster', label: 'Beløb', headings: ['Pris', 'Takst pr. døgn'] },
    ]);
  });

  it('accepts that a target moves from one column to another', () => {
    expect(doubleTargets([sheet], [mapping('Takst pr. døgn', 'Beløb'), mapping('Pris', null)])).toEqual([]);
  });

  it('accepts several columns that are not read', () => {
    expect(doubleTargets([sheet], [mapping('Pris', null), mapping('Fra', null)])).toEqual([]);
  });

  it('says nothing about sheets that were not changed', () => {
    const read = { ...sheet, columns: [column('Pris', 'Beløb'), column('Takst', 'Beløb')] };
    expect(doubleTargets([read], [])).toEqual([]);
  });
});
