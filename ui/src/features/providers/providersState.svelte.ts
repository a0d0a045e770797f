// Where one was in *Leverandører*. Invariant: dropped when the session locks.
import { session } from '$/app/session.svelte';
import type { ListPlace } from '$/components/rowList.svelte';

class ProvidersState {
  search = $state('');
  readonly place: ListPlace = { scrollTop: 0, selected: null };

  /** Back to how it opens. */
  reset(): void {
    this.search = '';
    this.place.scrollTop = 0;
    this.place.selected = null;
  }
}

/** The list of providers. */
export const providersState = new ProvidersState();
session.whenClosed(() => providersState.reset());
