// The list's columns: which there are, their headings, and which wait for a wider screen.
import type { PlacementColumn } from '$/ipc/generated/PlacementColumn';
import { text } from '$/text/da';

/** A column of the list. */
export interface Column {
  key: PlacementColumn;
  heading: string;
  isNumeric: boolean;
  /** Shown from 1700 px on. */
  isWide: boolean;
}

function column(key: PlacementColumn, options: { numeric?: true; wide?: true } = {}): Column {
  return {
    key,
    heading: text.placements.columns[key],
    isNumeric: options.numeric === true,
    isWide: options.wide === true,
  };
}

/** All columns, in their order. */
export const columns: readonly Column[] = [
  column('case'),
  column('citizen'),
  column('cpr', { wide: true }),
  column('offer'),
  column('provider', { wide: true }),
  column('legalBasis'),
  column('hoursPerWeek', { numeric: true, wide: true }),
  column('annualised', { numeric: true }),
  column('yearCost', { numeric: true, wide: true }),
  column('hourlyRate', { numeric: true }),
  column('nextDate', { numeric: true }),
  column('nextWhat'),
  column('caseWorker', { wide: true }),
  column('flag'),
];
