// CPR numbers of a file are masked on the screen.
import { describe, expect, it } from 'vitest';
import { holdsCpr, maskCpr } from './masking';

describe('a CPR number', () => {
  it.each([
    ['771065-1683', '771065-xxxx'],
    ['7710651683', '771065-xxxx'],
    ['10165 1683', '10165-xxxx'],
    ['101651683', '10165-xxxx'],
  ])('%s is shown as %s', (value, shown) => {
    expect(maskCpr(value)).toBe(shown);
  });

  it.each(['12345', '', 'ukendt', '2.400,-'])('%s is no number to mask', (value) => {
    expect(maskCpr(value)).toBe(value);
  });

  it('is looked for where the heading says so', () => {
    expect(['CPR-nr.', 'Cpr. nr', 'Personnummer'].every(holdsCpr)).toBe(true);
    expect(['P-nr.', 'CVR-nr.', 'Sagsnr.'].some(holdsCpr)).toBe(false);
  });
});
