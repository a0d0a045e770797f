// Columns mapped by hand. Invariant: within a sheet, one target is read from one column; two would hide each other.
import type { ColumnMapping } from '$/ipc/generated/ColumnMapping';
import type { ImportColumn } from '$/ipc/generated/ImportColumn';
import type { ImportSheet } from '$/ipc/generated/ImportSheet';

/** A target that several columns of a sheet claim. */
export interface DoubleTarget {
  sheet: string;
  /** The target's name. */
  label: string;
  /** Headings of the columns, in the file's order. */
  headings: string[];
}

/** What a column is read as after the changes; "" = not read. */
export function targetOf(sheet: string, column: ImportColumn, changed: readonly ColumnMapping[]): string {
  const mapping = changed.find((other) => other.sheet === sheet && other.heading === column.heading);
  return (mapping === undefined ? column.target : mapping.target) ?? '';
}

/** Targets that the changes give to more than one column. */
export function doubleTargets(
  sheets: readonly ImportSheet[],
  changed: readonly ColumnMapping[],
): DoubleTarget[] {
  return sheets.flatMap((sheet) => {
    const chosen = new Set(
      changed.filter((mapping) => mapping.sheet === sheet.name).map((mapping) => mapping.target),
    );
    return sheet.targets
      .filter((target) => chosen.has(target.key))
      .map((target) => ({
        sheet: sheet.name,
        label: target.label,
        headings: sheet.columns
          .filter((column) => targetOf(sheet.name, column, changed) === target.key)
          .map((column) => column.heading),
      }))
      .filter((double) => double.headings.length > 1);
  });
}
