// The window's own commands in Ctrl+K. Invariant: only what works stands here.
import { text } from '$/text/da';
import { backUpNow, showToday } from './actions';
import { navigation } from './navigation.svelte';
import type { Route } from './router';
import { session } from './session.svelte';

/** A command of the window. */
export interface WindowCommand {
  title: string;
  run: () => void;
}

function goTo(label: string, route: Route): WindowCommand {
  return { title: text.search.goTo(label), run: () => navigation.go(route) };
}

const commands: WindowCommand[] = [
  goTo(text.rail.overview, { screen: 'overview' }),
  goTo(text.rail.placements, { screen: 'placements' }),
  goTo(text.rail.aboveLimit, { screen: 'aboveLimit' }),
  goTo(text.rail.print, { screen: 'packet', case: null }),
  goTo(text.rail.import, { screen: 'import' }),
  goTo(text.rail.settings, { screen: 'settings' }),
  { title: text.search.today, run: () => void showToday() },
  { title: text.search.backup, run: () => void backUpNow() },
  { title: text.search.lock, run: () => void session.lock() },
];

/** Commands whose title holds every word that was typed; all of them while nothing is. */
export function matchingCommands(typed: string): WindowCommand[] {
  const words = typed.toLocaleLowerCase('da').split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const title = command.title.toLocaleLowerCase('da');
    return words.every((word) => title.includes(word));
  });
}
