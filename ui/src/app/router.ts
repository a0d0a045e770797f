// Where one is: a typed route, and its form in the address so that back and forward work.
// Invariant: `fromHash(toHash(route))` is the route; an address that isn't one leads to the overview.
import type { PlacementSection } from '$/ipc/generated/PlacementSection';

/** A place in the program. */
export type Route =
  | { screen: 'overview' }
  | { screen: 'placements'; filters?: string[] }
  | { screen: 'placement'; case: string; section: PlacementSection }
  | { screen: 'aboveLimit' }
  | { screen: 'import' }
  | { screen: 'packet'; case: string | null }
  | { screen: 'log'; case: string | null }
  | { screen: 'settings'; section?: 'people' };

/** The screens that exist. */
export type Screen = Route['screen'];

const sections: Record<PlacementSection, string> = {
  economy: 'oekonomi',
  goals: 'maal',
  contract: 'kontrakt',
  history: 'historik',
};

/** The address of a route. */
export function toHash(route: Route): string {
  switch (route.screen) {
    case 'overview':
      return '#/overblik';
    case 'placements':
      return route.filters
        ? `#/placeringer?${route.filters.map(encodeURIComponent).join('&')}`
        : '#/placeringer';
    case 'placement':
      return `#/placering/${encodeURIComponent(route.case)}/${sections[route.section]}`;
    case 'aboveLimit':
      return '#/udgiftstunge';
    case 'import':
      return '#/import';
    case 'packet':
      return route.case === null ? '#/udskrift' : `#/udskrift/${encodeURIComponent(route.case)}`;
    case 'log':
      return route.case === null ? '#/log' : `#/log/${encodeURIComponent(route.case)}`;
    case 'settings':
      return route.section === 'people' ? '#/indstillinger/brugere' : '#/indstillinger';
  }
}

function decode(part: string | undefined): string | null {
  if (part === undefined || part === '') return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The route of an address. */
export function fromHash(hash: string): Route {
  const [path = '', query] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen, first, second] = path.split('/');
  switch (screen) {
    case 'placeringer': {
      if (query === undefined) return { screen: 'placements' };
      const filters = query.split('&').map(decode);
      return { screen: 'placements', filters: filters.filter((filter) => filter !== null) };
    }
    case 'placering': {
      const found = decode(first);
      if (found === null) return { screen: 'placements' };
      const section = (Object.keys(sections) as PlacementSection[]).find((key) => sections[key] === second);
      return { screen: 'placement', case: found, section: section ?? 'economy' };
    }
    case 'udgiftstunge':
      return { screen: 'aboveLimit' };
    case 'import':
      return { screen: 'import' };
    case 'udskrift':
      return { screen: 'packet', case: decode(first) };
    case 'log':
      return { screen: 'log', case: decode(first) };
    case 'indstillinger':
      return first === 'brugere' ? { screen: 'settings', section: 'people' } : { screen: 'settings' };
    default:
      return { screen: 'overview' };
  }
}
