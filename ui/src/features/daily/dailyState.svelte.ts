// What *Dagens arbejde* and *Mangler* show, kept while the database is open so that one comes back to where one was.
// Invariant: dropped when the session locks.
import { session } from '$/app/session.svelte';
import type { ListPlace } from '$/components/rowList.svelte';
import type { AgendaQuery } from '$/ipc/generated/AgendaQuery';
import type { AgendaScope } from '$/ipc/generated/AgendaScope';

class DailyState {
  scope = $state<AgendaScope>('mine');
  /** False until one chose whose items are shown; then somebody without items of their own sees everybody's. */
  hasChosenScope = false;
  kinds = $state<string[]>([]);
  withinDays = $state(90);
  showsHandled = $state(false);
  readonly place: ListPlace = { scrollTop: 0, selected: null };

  gapKinds = $state<string[]>([]);
  gapSearch = $state('');
  readonly gapPlace: ListPlace = { scrollTop: 0, selected: null };

  /** The question to the core. */
  get query(): AgendaQuery {
    const { scope, kinds, withinDays, showsHandled } = this;
    return { scope, kinds: [...kinds], withinDays, showsHandled };
  }

  /** Chooses whose items are shown. */
  choose(scope: AgendaScope): void {
    this.scope = scope;
    this.hasChosenScope = true;
    this.place.scrollTop = 0;
  }

  /** Chooses a kind or lets it go. */
  toggle(kind: string): void {
    this.kinds = toggled(this.kinds, kind);
    this.place.scrollTop = 0;
  }

  /** Chooses a kind of what is missing or lets it go. */
  toggleGap(kind: string): void {
    this.gapKinds = toggled(this.gapKinds, kind);
    this.gapPlace.scrollTop = 0;
  }

  /** What a saved filter keeps, as text. */
  get saved(): string {
    const { scope, kinds, withinDays } = this;
    return JSON.stringify({ scope, kinds, withinDays });
  }

  /** Takes over what a saved filter kept; false where it can't be read. */
  restore(saved: string): boolean {
    const kept = readSaved(saved);
    if (kept === null) return false;
    this.choose(kept.scope);
    this.kinds = kept.kinds;
    this.withinDays = kept.withinDays;
    this.showsHandled = false;
    return true;
  }

  /** Back to how they open. */
  reset(): void {
    this.scope = 'mine';
    this.hasChosenScope = false;
    this.kinds = [];
    this.withinDays = 90;
    this.showsHandled = false;
    this.gapKinds = [];
    this.gapSearch = '';
    for (const place of [this.place, this.gapPlace]) {
      place.scrollTop = 0;
      place.selected = null;
    }
  }
}

interface SavedAgenda {
  scope: AgendaScope;
  kinds: string[];
  withinDays: number;
}

/** A saved filter; null where another version of the program wrote something else. */
function readSaved(saved: string): SavedAgenda | null {
  try {
    const kept: unknown = JSON.parse(saved);
    if (typeof kept !== 'object' || kept === null) return null;
    const { scope, kinds, withinDays } = kept as Record<keyof SavedAgenda, unknown>;
    const isList = Array.isArray(kinds) && kinds.every((kind) => typeof kind === 'string');
    const isDays = withinDays === 0 || withinDays === 30 || withinDays === 90;
    if ((scope !== 'mine' && scope !== 'all') || !isList || !isDays) return null;
    return { scope, kinds, withinDays };
  } catch {
    return null;
  }
}

function toggled(chosen: readonly string[], kind: string): string[] {
  return chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind];
}

/** Where one is in daily work. */
export const dailyState = new DailyState();
session.whenClosed(() => dailyState.reset());
