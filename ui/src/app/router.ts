// Where one is: a typed route, and its form in the address so that back and forward work.
// Invariant: `fromHash(toHash(route))` is the route; an address that isn't one leads to Dagens arbejde.
import type { PlacementSection } from '$/ipc/generated/PlacementSection';

/** The parts of *Takstregulering*. */
export type PricesSection = 'indexation' | 'notified' | 'index';

/** A place in the program. */
export type Route =
  | { screen: 'agenda' }
  | { screen: 'gaps'; kinds?: string[] }
  | { screen: 'workList' }
  | { screen: 'overview' }
  | { screen: 'placements'; filters?: string[] }
  | { screen: 'placement'; case: string; section: PlacementSection }
  | { screen: 'aboveLimit' }
  | { screen: 'providers' }
  | { screen: 'provider'; id: string }
  | { screen: 'prices'; section: PricesSection }
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

const pricesSections: Record<PricesSection, string> = {
  indexation: 'regulering',
  notified: 'varslede',
  index: 'pl',
};

/** The address of a route. */
export function toHash(route: Route): string {
  switch (route.screen) {
    case 'agenda':
      return '#/dagens-arbejde';
    case 'gaps':
      return route.kinds ? `#/mangler?${route.kinds.map(encodeURIComponent).join('&')}` : '#/mangler';
    case 'workList':
      return '#/arbejdsliste';
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
    case 'providers':
      return '#/leverandoerer';
    case 'provider':
      return `#/leverandoer/${encodeURIComponent(route.id)}`;
    case 'prices':
      return `#/takstregulering/${pricesSections[route.section]}`;
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
  const listed = query
    ?.split('&')
    .map(decode)
    .filter((part) => part !== null);
  switch (screen) {
    case 'mangler':
      return listed === undefined ? { screen: 'gaps' } : { screen: 'gaps', kinds: listed };
    case 'arbejdsliste':
      return { screen: 'workList' };
    case 'overblik':
      return { screen: 'overview' };
    case 'placeringer':
      return listed === undefined ? { screen: 'placements' } : { screen: 'placements', filters: listed };
    case 'placering': {
      const found = decode(first);
      if (found === null) return { screen: 'placements' };
      const section = (Object.keys(sections) as PlacementSection[]).find((key) => sections[key] === second);
      return { screen: 'placement', case: found, section: section ?? 'economy' };
    }
    case 'udgiftstunge':
      return { screen: 'aboveLimit' };
    case 'leverandoerer':
      return { screen: 'providers' };
    case 'leverandoer': {
      const id = decode(first);
      return id === null ? { screen: 'providers' } : { screen: 'provider', id };
    }
    case 'takstregulering': {
      const keys = Object.keys(pricesSections) as PricesSection[];
      return { screen: 'prices', section: keys.find((key) => pricesSections[key] === first) ?? 'indexation' };
    }
    case 'import':
      return { screen: 'import' };
    case 'udskrift':
      return { screen: 'packet', case: decode(first) };
    case 'log':
      return { screen: 'log', case: decode(first) };
    case 'indstillinger':
      return first === 'brugere' ? { screen: 'settings', section: 'people' } : { screen: 'settings' };
    default:
      return { screen: 'agenda' };
  }
}
