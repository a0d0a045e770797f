// What the button of an import will do, in words. Counts only; the core decides whether it may.
import type { ImportCounts } from '$/ipc/generated/ImportCounts';
import { count, counted, text } from '$/text/da';

/** Rows that would be written. */
export function rowsToWrite(counts: ImportCounts): number {
  return counts.created + counts.changed;
}

/** Rows that would be left out. */
export function rowsLeftOut(counts: ImportCounts, leaveOutRefused: boolean): number {
  return counts.leftOut + (leaveOutRefused ? counts.refused : 0);
}

/** The button's label. */
export function commitLabel(counts: ImportCounts, leaveOutRefused: boolean): string {
  const write = rowsToWrite(counts);
  const leftOut = rowsLeftOut(counts, leaveOutRefused);
  if (write === 0) return text.import.nothingToCommit;
  const rows = counted(write, 'række', 'rækker');
  return leftOut === 0 ? text.import.commit(rows) : text.import.commitWithout(rows, count(leftOut));
}
