// What the list shows, kept while the database is open so that one comes back to where one was.
// Invariant: dropped when the session locks, as filters may name people.
import { session } from '$/app/session.svelte';
import type { PlacementColumn } from '$/ipc/generated/PlacementColumn';
import type { SortDirection } from '$/ipc/generated/SortDirection';
import { columns } from './columns';

/** The filter that is chosen when the list opens for the first time. */
export const firstFilters = ['status:open'];

/** Columns that begin with the largest when they are chosen. */
const largestFirst = new Set<PlacementColumn>(['annualised', 'yearCost', 'hourlyRate', 'hoursPerWeek']);

interface SavedList {
  search: string;
  filters: string[];
  sort: PlacementColumn;
  direction: SortDirection;
}

/** A saved filter; null where another version of the program wrote something else. */
function readSaved(saved: string): SavedList | null {
  try {
    const kept: unknown = JSON.parse(saved);
    if (typeof kept !== 'object' || kept === null) return null;
    const { search, filters, sort, direction } = kept as Record<keyof SavedList, unknown>;
    const isList = Array.isArray(filters) && filters.every((filter) => typeof filter === 'string');
    const isOrder = direction === 'ascending' || direction === 'descending';
    const column = columns.find(({ key }) => key === sort)?.key;
    if (typeof search !== 'string' || !isList || !isOrder || column === undefined) return null;
    return { search, filters, sort: column, direction };
  } catch {
    return null;
  }
}

class ListState {
  search = $state('');
  filters = $state<string[]>([...firstFilters]);
  sort = $state<PlacementColumn>('annualised');
  direction = $state<SortDirection>('descending');
  scrollTop = 0;
  /** The row one was at. */
  selected = $state<string | null>(null);

  /** Chooses a column; the same one again turns the direction. */
  sortBy(column: PlacementColumn): void {
    if (this.sort === column) this.direction = this.direction === 'ascending' ? 'descending' : 'ascending';
    else {
      this.sort = column;
      this.direction = largestFirst.has(column) ? 'descending' : 'ascending';
    }
    this.scrollTop = 0;
  }

  /** Chooses a filter or lets it go. */
  toggle(filter: string): void {
    this.filters = this.filters.includes(filter)
      ? this.filters.filter((chosen) => chosen !== filter)
      : [...this.filters, filter];
    this.scrollTop = 0;
  }

  /** Shows exactly these filters, as a link elsewhere asked for. */
  show(filters: string[]): void {
    this.filters = [...filters];
    this.search = '';
    this.scrollTop = 0;
  }

  /** Lets every filter go and keeps what was searched for. */
  showAll(): void {
    this.filters = [];
    this.scrollTop = 0;
  }

  /** What a saved filter keeps: words, filters and order, as text. */
  get saved(): string {
    const { search, filters, sort, direction } = this;
    return JSON.stringify({ search, filters, sort, direction });
  }

  /** Takes over what a saved filter kept; false where it can't be read. */
  restore(saved: string): boolean {
    const kept = readSaved(saved);
    if (kept === null) return false;
    this.show(kept.filters);
    this.search = kept.search;
    this.sort = kept.sort;
    this.direction = kept.direction;
    return true;
  }

  /** Back to how it opens. */
  reset(): void {
    this.show(firstFilters);
    this.sort = 'annualised';
    this.direction = 'descending';
    this.selected = null;
  }
}

/** The placements list. */
export const listState = new ListState();
session.whenClosed(() => listState.reset());
