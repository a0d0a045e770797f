// What the list shows, kept while the database is open so that one comes back to where one was.
// Invariant: dropped when the session locks, as filters may name people.
import { session } from '$/app/session.svelte';
import type { PlacementColumn } from '$/ipc/generated/PlacementColumn';
import type { SortDirection } from '$/ipc/generated/SortDirection';

/** The filter that is chosen when the list opens for the first time. */
export const firstFilters = ['status:open'];

/** Columns that begin with the largest when they are chosen. */
const largestFirst = new Set<PlacementColumn>(['annualised', 'yearCost', 'hourlyRate', 'hoursPerWeek']);

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
