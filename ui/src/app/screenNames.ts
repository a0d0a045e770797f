// What the screens are called, as the rail names them. Invariant: a screen has one name.
import { text } from '$/text/da';
import type { Screen } from './router';

const names: Record<Screen, string> = {
  agenda: text.rail.agenda,
  gaps: text.rail.gaps,
  workList: text.daily.workList,
  overview: text.rail.overview,
  placements: text.rail.placements,
  placement: text.rail.placements,
  aboveLimit: text.rail.aboveLimit,
  providers: text.rail.providers,
  provider: text.rail.providers,
  prices: text.rail.prices,
  import: text.rail.import,
  packet: text.rail.print,
  log: text.rail.log,
  settings: text.rail.settings,
};

/** The name of a screen. */
export function screenName(screen: Screen): string {
  return names[screen];
}
