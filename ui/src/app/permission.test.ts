// What a role can't use isn't there: not in the rail, not in Ctrl+K, not as a button or a link.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTransport } from '$/ipc/client';
import type { CommandName } from '$/ipc/commands';
import { ControlledCore } from '$/ipc/testing/controlled';
import { fakeCore, sample } from '$/ipc/testing/fake';
import { allowedByRole, type RoleWord } from '$/ipc/testing/roles';
import App from './App.svelte';
import { navigation } from './navigation.svelte';
import { firstRoute, mayOpen } from './permission';
import type { Route } from './router';
import { session } from './session.svelte';

let core: ControlledCore;

async function start(role: RoleWord, route: Route, heading: RegExp | string): Promise<void> {
  core = new ControlledCore({ role });
  useTransport(core.transport);
  navigation.replace(route);
  render(App);
  await screen.findByRole('heading', { level: 1, name: heading });
  await waitFor(() => expect(screen.getByRole('main').querySelector('[aria-busy="true"]')).toBeNull());
}

function rail(): (string | undefined)[] {
  const nav = screen.getByRole('navigation', { name: 'Hovedmenu' });
  return within(nav)
    .getAllByRole('link')
    .map((link) => link.textContent?.replace(/[\d.]+/, '').trim());
}

beforeEach(() => {
  session.state = null;
});

describe('the first screen', () => {
  it.each<[RoleWord, Route]>([
    ['kontraktforhandler', { screen: 'agenda' }],
    ['leder', { screen: 'overview' }],
    ['administrativ medarbejder', { screen: 'packet', case: null }],
    ['administrator', { screen: 'settings' }],
  ])('of somebody who is only %s is one that opens', (role, route) => {
    expect(firstRoute(allowedByRole[role])).toEqual(route);
    expect(mayOpen(route, allowedByRole[role])).toBe(true);
  });

  it('is reached although another one was asked for', async () => {
    await start('administrator', { screen: 'overview' }, 'Indstillinger');
    expect(core.requests('overview')).toEqual([]);
  });

  it('of a clerk says what comes there, and promises no way of releasing', async () => {
    await start('administrativ medarbejder', { screen: 'overview' }, 'Udskrift');
    expect(screen.getByText('Ingen papirer endnu')).toBeTruthy();
    expect(screen.getByText('Her kommer de papirer, der er frigivet til udskrift.')).toBeTruthy();
    expect(core.requests('placements')).toEqual([]);
  });
});

describe('the rail', () => {
  it.each<[RoleWord, Route, string, string[]]>([
    [
      'kontraktforhandler',
      { screen: 'overview' },
      'Overblik',
      [
        'Dagens arbejde',
        'Overblik',
        'Placeringer',
        'Udgiftstunge sager',
        'Leverandører',
        'Takstregulering',
        'Udskrift',
        'Import',
        'Log',
        'Indstillinger',
      ],
    ],
    [
      'økonomi',
      { screen: 'overview' },
      'Overblik',
      [
        'Dagens arbejde',
        'Overblik',
        'Placeringer',
        'Udgiftstunge sager',
        'Leverandører',
        'Takstregulering',
        'Udskrift',
        'Log',
        'Indstillinger',
      ],
    ],
    ['leder', { screen: 'overview' }, 'Overblik', ['Overblik', 'Indstillinger']],
    ['administrator', { screen: 'settings' }, 'Indstillinger', ['Log', 'Indstillinger']],
    ['administrativ medarbejder', { screen: 'overview' }, 'Udskrift', ['Udskrift', 'Indstillinger']],
  ])('of %s has what the role opens', async (role, route, heading, items) => {
    await start(role, route, heading);
    expect(rail()).toEqual(items);
  });
});

describe('Ctrl+K', () => {
  it('offers a manager neither other screens nor a backup, and asks for no person', async () => {
    await start('leder', { screen: 'overview' }, 'Overblik');
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const titles = screen.getAllByRole('option').map((option) => option.textContent?.trim());
    expect(titles.some((title) => /Placeringer|Import|Log\b|sikkerhedskopi/.test(title ?? ''))).toBe(false);
    expect(titles.some((title) => title?.includes('Overblik'))).toBe(true);
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'kjær' } });
    await waitFor(() => expect(screen.queryAllByRole('option')).toEqual([]));
    expect(core.requests('search')).toEqual([]);
  });
});

describe('Overblik', () => {
  it('shows a manager figures and no person, no case and no link', async () => {
    await start('leder', { screen: 'overview' }, 'Overblik');
    const main = screen.getByRole('main');
    expect(within(main).getByRole('heading', { name: 'Efter lovgrundlag' })).toBeTruthy();
    expect(within(main).queryAllByRole('link')).toEqual([]);
    expect(main.textContent).not.toMatch(/S20\d\d-|\d{6}-|Borger|ikke oplyst/);
    for (const row of sample.rows) expect(main.textContent).not.toContain(row.citizen);
  });

  it('has no panel of cases for a manager, rather than one that says there are none', async () => {
    await start('leder', { screen: 'overview' }, 'Overblik');
    expect(screen.queryByRole('heading', { name: /^Sager over/ })).toBeNull();
    // The counts of what is due are figures, and stay.
    expect(screen.getByRole('heading', { name: 'Forfalder' })).toBeTruthy();
    expect(screen.queryByText('Intet forfalder inden 90 dage.')).toBeNull();
    const due = { overdue: 0, due30: 0, due90: 0, rows: [] };
    core.answer('overview', () => ({ ...sample.overview, aboveLimit: [], due }));
    session.revision += 1;
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Forfalder' })).toBeNull());
  });

  it('says that nothing is due to somebody who would see it', async () => {
    await start('økonomi', { screen: 'overview' }, 'Overblik');
    const due = { overdue: 0, due30: 0, due90: 0, rows: [] };
    core.answer('overview', () => ({ ...sample.overview, due }));
    session.revision += 1;
    expect(await screen.findByText('Intet forfalder inden 90 dage.')).toBeTruthy();
  });

  it('has no column of names for a manager where a core still sends cases', async () => {
    await start('leder', { screen: 'overview' }, 'Overblik');
    core.answer('overview', () => sample.overview);
    session.revision += 1;
    const table = (await screen.findAllByText('Marielund enkeltpladser'))[0]?.closest('table') as HTMLElement;
    const headings = within(table).getAllByRole('columnheader');
    expect(headings.map((heading) => heading.textContent?.trim())).not.toContain('Borger');
    expect(screen.getByRole('main').textContent).not.toContain('Lene Østergaard');
    expect(within(screen.getByRole('main')).queryAllByRole('link')).toEqual([]);
  });

  it('offers import where there is nothing yet only to somebody who may', async () => {
    await start('økonomi', { screen: 'overview' }, 'Overblik');
    core.answer('overview', () => ({ ...sample.overview, isEmpty: true }));
    session.revision += 1;
    await screen.findByText('Ingen placeringer endnu');
    expect(screen.queryByRole('button', { name: 'Importér regneark' })).toBeNull();
  });
});

describe('the made-up core', () => {
  const about: [CommandName, unknown][] = [
    ['overview', undefined],
    ['explain', { explain: 'overview/year' }],
    ['news', { since: 0 }],
    ['session_state', undefined],
    ['placements', { offset: 0, limit: 99, search: '', filters: [], sort: 'case', direction: 'ascending' }],
    ['search', { text: 'kjær' }],
    ['placement', { case: 'S2022-1008' }],
    ['placement_form', { case: 'S2022-1008' }],
    ['reveal_cpr', { case: 'S2022-1008' }],
    ['above_limit', undefined],
    ['agenda', { scope: 'all', kinds: [], withinDays: 0, showsHandled: true }],
    ['gaps', { kinds: [], search: '' }],
    ['drafts', undefined],
    ['undoable', undefined],
    ['packet_preview', { case: 'S2022-1008' }],
  ];
  it.each(about)('tells a manager of no person in %s', async (name, request) => {
    const manager = fakeCore({ role: 'leder', kind: 'shared' });
    const told = JSON.stringify(await manager(name, request).catch((error: unknown) => error));
    expect(told).not.toMatch(/S20\d\d-|\d{6}-/);
    for (const row of sample.rows) expect(told).not.toContain(row.citizen);
  });
});

describe('a case', () => {
  const route: Route = { screen: 'placement', case: 'S2022-1008', section: 'economy' };

  it('is read by finance and edited by those who may', async () => {
    await start('økonomi', route, /Mads/);
    expect(screen.queryByRole('button', { name: 'Ret' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Forhandlingspakke' })).toBeTruthy();
    await fireEvent.keyDown(window, { key: 'e' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a screen that the roles do not open', () => {
  it('says so calmly, with who can change it, and leads back', async () => {
    await start('leder', { screen: 'overview' }, 'Overblik');
    navigation.replace({ screen: 'placements' });
    expect(await screen.findByRole('heading', { level: 1, name: 'Placeringer' })).toBeTruthy();
    expect(screen.getByText(/Du er logget ind som leder/)).toBeTruthy();
    expect(screen.getByText(/Administratoren kan give dig en rolle/)).toBeTruthy();
    expect(core.requests('placements')).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Gå til Overblik' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Overblik' })).toBeTruthy();
  });

  it('is also the packet of a case for somebody who prints released papers only', () => {
    const allowed = allowedByRole['administrativ medarbejder'];
    expect(mayOpen({ screen: 'packet', case: null }, allowed)).toBe(true);
    expect(mayOpen({ screen: 'packet', case: 'S2022-1008' }, allowed)).toBe(false);
  });
});
