// The import's button says what it will do.
import { describe, expect, it } from 'vitest';
import type { ImportCounts } from '$/ipc/generated/ImportCounts';
import { commitLabel } from './decision';

const counts: ImportCounts = {
  created: 75,
  changed: 10,
  unchanged: 1128,
  refused: 0,
  leftOut: 0,
  errors: 0,
  warnings: 0,
};

describe('the button', () => {
  it('names the rows that are written', () => {
    expect(commitLabel(counts, false)).toBe('Importér 85 rækker');
    expect(commitLabel({ ...counts, created: 1, changed: 0 }, false)).toBe('Importér 1 række');
    expect(commitLabel({ ...counts, created: 1200 }, false)).toBe('Importér 1.210 rækker');
  });

  it('names the rows that are left out, before and after the core has left them out', () => {
    expect(commitLabel({ ...counts, refused: 15 }, true)).toBe('Importér 85 rækker, udelad 15');
    expect(commitLabel({ ...counts, leftOut: 15 }, true)).toBe('Importér 85 rækker, udelad 15');
  });

  it('says so when there is nothing to write', () => {
    expect(commitLabel({ ...counts, created: 0, changed: 0 }, false)).toBe('Intet at importere');
  });
});
