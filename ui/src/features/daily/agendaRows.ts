// The agenda as lines of a table: a heading for each group, then its items. Invariant: the core's order is kept.
import type { AgendaRow } from '$/ipc/generated/AgendaRow';

/** A line: the heading of a group with its number, or an item. */
export type AgendaLine = { kind: 'group'; state: string; count: number } | { kind: 'item'; row: AgendaRow };

/** Lines of rows that follow each other by state. */
export function agendaLines(rows: readonly AgendaRow[]): AgendaLine[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.state, (counts.get(row.state) ?? 0) + 1);
  return rows.flatMap<AgendaLine>((row, index) => {
    const item: AgendaLine = { kind: 'item', row };
    if (rows[index - 1]?.state === row.state) return [item];
    return [{ kind: 'group', state: row.state, count: counts.get(row.state) ?? 0 }, item];
  });
}

/** The key of a line. */
export function lineKey(line: AgendaLine): string {
  return line.kind === 'group' ? `group ${line.state}` : line.row.item;
}
