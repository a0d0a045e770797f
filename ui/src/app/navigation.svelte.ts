// The current route as state. Invariant: the address is the truth; state follows it, so that the
// browser's own back and forward keep working.
import { fromHash, toHash, type Route } from './router';

class Navigation {
  route = $state<Route>(fromHash(window.location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.route = fromHash(window.location.hash);
    });
  }

  /** Goes to a route; back leads here again. */
  go(route: Route): void {
    const hash = toHash(route);
    if (window.location.hash === hash) this.route = route;
    else window.location.hash = hash;
  }

  /** Goes to a route in place of this one, for changes that back shouldn't stop at. */
  replace(route: Route): void {
    window.history.replaceState(null, '', toHash(route));
    this.route = route;
  }

  /** Forgets where one was, when the database is closed. */
  reset(): void {
    this.replace({ screen: 'overview' });
  }
}

/** Where the window is. */
export const navigation = new Navigation();
