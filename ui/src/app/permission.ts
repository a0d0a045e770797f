// What a person's roles let them see, from the codes the core lists in the session. Invariant: this only hides;
// the core refuses by itself, and which role has what stands in the core alone.
import type { Route, Screen } from './router';

/** Codes of the core's use cases that the window asks about. */
export type UseCase =
  | 'see_reports'
  | 'see_cases'
  | 'reveal_cpr'
  | 'edit_placement'
  | 'edit_offers'
  | 'edit_rates'
  | 'edit_contracts'
  | 'edit_goals'
  | 'attach_files'
  | 'index_rates'
  | 'handle_agenda'
  | 'keep_filters'
  | 'export_lists'
  | 'undo'
  | 'import'
  | 'make_packet'
  | 'see_released'
  | 'see_settings'
  | 'change_settings'
  | 'manage_people'
  | 'back_up'
  | 'verify'
  | 'see_log'
  | 'draw_insight'
  | 'move_database';

/** What changes records: none of it while one looks at what was recorded on a past day. */
const writing = new Set<string>([
  'edit_placement',
  'edit_offers',
  'edit_rates',
  'edit_contracts',
  'edit_goals',
  'attach_files',
  'index_rates',
  'handle_agenda',
  'keep_filters',
  'undo',
  'import',
] satisfies UseCase[]);

/** What is left of one's use cases while one looks at the past. */
export function withoutWriting(allowed: readonly string[]): string[] {
  return allowed.filter((useCase) => !writing.has(useCase));
}

/** What each screen needs: any one of these. */
const needed: Record<Screen, readonly UseCase[]> = {
  agenda: ['see_cases'],
  gaps: ['see_cases'],
  workList: ['see_cases'],
  overview: ['see_reports'],
  placements: ['see_cases'],
  placement: ['see_cases'],
  aboveLimit: ['see_cases'],
  providers: ['see_cases'],
  provider: ['see_cases'],
  prices: ['index_rates'],
  import: ['import'],
  packet: ['make_packet', 'see_released'],
  log: ['see_log'],
  settings: ['see_settings'],
};

/** May a screen be opened by somebody with these use cases? The packet of a case needs more than the list of papers. */
export function mayOpen(route: Route, allowed: readonly string[]): boolean {
  if (route.screen === 'packet' && route.case !== null) return allowed.includes('make_packet');
  return needed[route.screen].some((useCase) => allowed.includes(useCase));
}

/** Where somebody with these use cases begins: the first of the main screens that is open to them. */
export function firstRoute(allowed: readonly string[]): Route {
  const order: Route[] = [{ screen: 'agenda' }, { screen: 'overview' }, { screen: 'packet', case: null }];
  return order.find((route) => mayOpen(route, allowed)) ?? { screen: 'settings' };
}
