// The list's columns: which there are, their headings, and which wait for a wider screen.
import type { PlacementColumn } from '$/ipc/generated/PlacementColumn';
import { text } from '$/text/da';

/** A column of the list. */
export interface Column {
  key: PlacementColumn;
  heading: string;
  isNumeric: boolean;
  /** From which width on it is shown: always, from 1360 px, from 1700 px. No column is cut to keep another. */
  from: 'always' | 'middle' | 'wide';
}

function column(key: PlacementColumn, options: { numeric?: true; from?: Column['from'] } = {}): Column {
  return {
    key,
    heading: text.placements.columns[key],
    isNumeric: options.numeric === true,
    from: options.from ?? 'always',
  };
}

/** All columns, in their order. */
export const columns: readonly Column[] = [
  column('case'),
  column('citizen'),
  column('cpr', { from: 'wide' }),
  column('offer'),
  column('provider', { from: 'wide' }),
  column('legalBasis'),
  column('hoursPerWeek', { numeric: true, from: 'wide' }),
  column('annualised', { numeric: true }),
  column('yearCost', { numeric: true, from: 'wide' }),
  column('hourlyRate', { numeric: true, from: 'middle' }),
  column('nextDate', { numeric: true }),
  column('nextWhat'),
  column('caseWorker', { from: 'wide' }),
  column('flag'),
];
