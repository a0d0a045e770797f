// The window's own commands in Ctrl+K. Invariant: only what works, and what one's roles allow, stands here.
import { newForm } from '$/features/forms/openForm.svelte';
import { text } from '$/text/da';
import { draftList } from './drafts.svelte';
import { undoQuestion } from './undoQuestion.svelte';
import { backUpNow, showToday } from './actions';
import { lockQuestion } from './lockQuestion.svelte';
import { navigation } from './navigation.svelte';
import { mayOpen, type UseCase } from './permission';
import type { Route } from './router';
import { screenCommands, type WindowCommand } from './screenCommands.svelte';
import { screenName } from './screenNames';
import { session } from './session.svelte';

const screens: Route[] = [
  { screen: 'agenda' },
  { screen: 'gaps' },
  { screen: 'overview' },
  { screen: 'placements' },
  { screen: 'aboveLimit' },
  { screen: 'providers' },
  { screen: 'prices', section: 'indexation' },
  { screen: 'packet', case: null },
  { screen: 'import' },
  { screen: 'log', case: null },
  { screen: 'settings' },
];

const actions: (WindowCommand & { needs?: UseCase })[] = [
  {
    title: text.search.goTo(text.people.title),
    run: () => navigation.go({ screen: 'settings', section: 'people' }),
    needs: 'manage_people',
  },
  { title: text.placements.create, run: () => newForm('newPlacement'), needs: 'edit_placement' },
  { title: text.providers.new, run: () => newForm('newProvider'), needs: 'edit_offers' },
  {
    title: text.search.regulate,
    run: () => navigation.go({ screen: 'prices', section: 'indexation' }),
    needs: 'index_rates',
  },
  {
    title: text.search.goTo(text.prices.sections.notified),
    run: () => navigation.go({ screen: 'prices', section: 'notified' }),
    needs: 'index_rates',
  },
  { title: text.undo.command, run: () => void undoQuestion.ask(), needs: 'undo' },
  { title: text.drafts.command, run: () => void draftList.open(), needs: 'see_cases' },
  { title: text.search.today, run: () => void showToday() },
  { title: text.search.backup, run: () => void backUpNow(), needs: 'back_up' },
  { title: text.search.lock, run: () => lockQuestion.lock() },
];

function allCommands(): WindowCommand[] {
  const allowed = session.allowed;
  return [
    ...screenCommands.list,
    ...screens
      .filter((route) => mayOpen(route, allowed))
      .map((route) => ({
        title: text.search.goTo(screenName(route.screen)),
        run: () => navigation.go(route),
      })),
    ...actions.filter(({ needs }) => needs === undefined || session.may(needs)),
  ];
}

/** Commands whose title holds every word that was typed; all of them while nothing is. */
export function matchingCommands(typed: string): WindowCommand[] {
  const words = typed.toLocaleLowerCase('da').split(/\s+/).filter(Boolean);
  return allCommands().filter((command) => {
    const title = command.title.toLocaleLowerCase('da');
    return words.every((word) => title.includes(word));
  });
}
