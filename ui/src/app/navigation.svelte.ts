// The current route as state, and the way back. Invariants: the address and the route are one, so that the browser's
// own back and forward keep working; while something typed would be lost, neither changes; the trail is forgotten when
// the database is closed.
import { fromHash, toHash, type Route } from './router';

/** Steps back that are remembered. */
const longestTrail = 50;

/** A screen that cases are opened from; the packet and the case itself lead back to it. */
function isList(route: Route): boolean {
  return route.screen !== 'placement' && !(route.screen === 'packet' && route.case !== null);
}

/** Somebody who has something typed on the screen. */
interface Hold {
  hasUnsaved: () => boolean;
  keep: (() => Promise<void>) | null;
}

class Navigation {
  route = $state<Route>(fromHash(window.location.hash));
  /** The screen that one opened the case from. */
  origin = $state<Route>({ screen: 'placements' });
  private trail: Route[] = [];
  private holds: Hold[] = [];

  constructor() {
    window.addEventListener('hashchange', () => {
      const route = fromHash(window.location.hash);
      if (toHash(route) === toHash(this.route)) return;
      // A mouse's back button can't be stopped, only undone.
      if (this.hasUnsaved()) window.history.pushState(null, '', toHash(this.route));
      else this.arrive(route);
    });
  }

  /**
   * Stays here while `hasUnsaved` says that leaving would lose something; returns how to let go. `keep` leaves what is
   * typed as a draft.
   */
  hold(hasUnsaved: () => boolean, keep: (() => Promise<void>) | null = null): () => void {
    const hold = { hasUnsaved, keep };
    this.holds.push(hold);
    return () => {
      this.holds = this.holds.filter((other) => other !== hold);
    };
  }

  /** Would all that is typed here be there again as a draft? */
  keepsDraft(): boolean {
    return this.unsaved().every(({ keep }) => keep !== null);
  }

  /** Leaves what is typed here as a draft, where that can be. */
  async keepDraft(): Promise<void> {
    await Promise.all(this.unsaved().map(({ keep }) => keep?.()));
  }

  /** Would leaving here lose something? */
  hasUnsaved(): boolean {
    return this.unsaved().length > 0;
  }

  private unsaved(): Hold[] {
    return this.holds.filter(({ hasUnsaved }) => hasUnsaved());
  }

  /** Goes to a route; back leads here again. Stays where that would lose something. */
  go(route: Route): void {
    if (this.hasUnsaved()) return;
    const hash = toHash(route);
    this.arrive(route);
    if (window.location.hash !== hash) window.location.hash = hash;
  }

  /** Goes to a route in place of this one, for changes that back shouldn't stop at. */
  replace(route: Route): void {
    window.history.replaceState(null, '', toHash(route));
    this.route = route;
  }

  /** Goes one step back; from a case that one began at, to its list. */
  back(): void {
    const before = this.trail.pop();
    if (before !== undefined) this.replace(before);
    else if (!isList(this.route)) this.replace(this.origin);
  }

  /** Goes from a case back to the screen that it was opened from, past the parts of it that were seen. */
  leaveCase(): void {
    while (this.trail.length > 0 && !isList(this.trail.at(-1) ?? this.origin)) this.trail.pop();
    this.trail.pop();
    this.replace(this.origin);
  }

  /** Forgets where one was, when the database is closed. */
  reset(): void {
    this.trail = [];
    this.origin = { screen: 'placements' };
    this.replace({ screen: 'agenda' });
  }

  private arrive(route: Route): void {
    if (toHash(route) !== toHash(this.route)) {
      this.trail = [...this.trail, this.route].slice(-longestTrail);
      if (isList(this.route)) this.origin = this.route;
    }
    this.route = route;
  }
}

/** Where the window is. */
export const navigation = new Navigation();
