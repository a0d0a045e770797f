// Dagens arbejde and Mangler: what is due stands in its groups, and the keyboard can do all of it.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import type { Route } from '$/app/router';
import { session } from '$/app/session.svelte';
import { openFigure } from '$/components/openFigure.svelte';
import { useTransport } from '$/ipc/client';
import type { AgendaQuery } from '$/ipc/generated/AgendaQuery';
import type { GapsQuery } from '$/ipc/generated/GapsQuery';
import type { HandleItem } from '$/ipc/generated/HandleItem';
import { ControlledCore } from '$/ipc/testing/controlled';
import { dailyState } from './dailyState.svelte';

let core: ControlledCore;

async function show(
  route: Route = { screen: 'agenda' },
  heading = 'Dagens arbejde',
  times = 1,
): Promise<void> {
  core = new ControlledCore({ times });
  useTransport(core.transport);
  navigation.replace(route);
  render(App);
  await screen.findByRole('heading', { level: 1, name: heading });
}

async function table(): Promise<HTMLElement> {
  return screen.findByRole('table');
}

/** The links that the arrows move between, one for each item. */
async function items(): Promise<HTMLElement[]> {
  return [...(await table()).querySelectorAll<HTMLElement>('[data-row]')];
}

async function press(key: string, options: KeyboardEventInit = {}): Promise<void> {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...options });
}

async function type(label: string | RegExp, value: string): Promise<void> {
  await fireEvent.input(await screen.findByLabelText(label), { target: { value } });
}

async function submit(name: string): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }));
}

beforeEach(() => {
  session.state = null;
  messages.clear();
  dailyState.reset();
  openFigure.close();
});

describe('Dagens arbejde', () => {
  it('is where somebody who sees cases begins', async () => {
    core = new ControlledCore();
    useTransport(core.transport);
    window.location.hash = '';
    navigation.reset();
    render(App);
    expect(await screen.findByRole('heading', { level: 1, name: 'Dagens arbejde' })).toBeTruthy();
  });

  it('stands overdue first, each group most valuable first, with what, who, when, owner and kroner', async () => {
    await show();
    dailyState.choose('all');
    await waitFor(async () => expect((await table()).textContent).toContain('Vurdér tillægget'));
    const rows = within(await table()).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/^Overskredet/);
    expect(rows[2]?.textContent).toMatch(
      /Lene Østergaard.*S2024-1009.*30-06-2026.*143 dage over.*Michael Brandt.*99\.942/s,
    );
    const headings = rows
      .map((row) => row.textContent ?? '')
      .filter((words) => /^(Overskredet|Inden)/.test(words));
    expect(headings.map((words) => words.replace(/\s*\d+$/, '').trim())).toEqual([
      'Overskredet',
      'Inden 30 dage',
      'Inden 90 dage',
    ]);
  });

  it('shows everybody’s to somebody without items, until they choose their own', async () => {
    core = new ControlledCore();
    const answer = core.transport;
    useTransport(async (name, request) => {
      const given = await answer(name, request);
      const isMine = name === 'agenda' && (request as AgendaQuery).scope === 'mine';
      return isMine ? { ...(given as object), rows: [] } : given;
    });
    navigation.replace({ screen: 'agenda' });
    render(App);
    await table();
    expect(screen.getByRole('button', { name: 'Alle' }).getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(screen.getByRole('button', { name: 'Mine' }));
    expect(await screen.findByText('Intet venter')).toBeTruthy();
  });

  it('asks for kinds and a longer time when one chooses them', async () => {
    await show();
    await fireEvent.click(await screen.findByRole('button', { name: /^Opfølgning \d/ }));
    await waitFor(() =>
      expect(core.requests<AgendaQuery>('agenda').at(-1)?.kinds).toEqual(['goal_follow_up']),
    );
    await fireEvent.click(screen.getByRole('button', { name: 'Vis også det, der forfalder senere' }));
    await waitFor(() => expect(core.requests<AgendaQuery>('agenda').at(-1)?.withinDays).toBe(0));
  });

  it('is handled by keyboard with a reason, says so, and goes on at the next item', async () => {
    await show();
    const [first, second] = await items();
    first?.focus();
    await press('h');
    const field = await screen.findByLabelText('Hvad er der gjort?');
    expect(document.activeElement).toBe(field);
    await submit('Markér som håndteret');
    expect((await screen.findByRole('alert')).textContent).toContain('Skriv en kort begrundelse');
    expect(core.requests('handle_item')).toEqual([]);
    await type('Hvad er der gjort?', 'Aftalt ny takst');
    await submit('Markér som håndteret');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests<HandleItem>('handle_item')[0]).toMatchObject({
      items: [first?.dataset['row']],
      action: 'handle',
      reason: 'Aftalt ny takst',
    });
    expect(messages.list.at(-1)?.text).toBe('Opgaven er håndteret.');
    await waitFor(() =>
      expect((document.activeElement as HTMLElement).dataset['row']).toBe(second?.dataset['row']),
    );
  });

  it('is postponed to a day, and an impossible day is said at its field and nothing lost', async () => {
    await show();
    const [first] = await items();
    first?.focus();
    await press('u');
    await type('Udsæt til', '31-02-2027');
    await type('Hvorfor', 'Afventer ny leder');
    await submit('Udsæt');
    expect((await screen.findByRole('alert')).textContent).toContain('20-11-2026');
    await type('Udsæt til', '01-01-2020');
    await submit('Udsæt');
    expect((await screen.findByRole('alert')).textContent).toContain('Datoen er gået');
    expect((screen.getByLabelText('Hvorfor') as HTMLInputElement).value).toBe('Afventer ny leder');
    await type('Udsæt til', '01-02-2027');
    await submit('Udsæt');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const requests = core.requests<HandleItem>('handle_item');
    expect(requests.at(-1)).toMatchObject({ action: 'postpone', until: '01-02-2027' });
    // The same id when it is sent again, so that nothing is written twice.
    expect(new Set(requests.map((request) => request.operation)).size).toBe(1);
    const moved = (await items()).find((item) => item.dataset['row'] === first?.dataset['row']);
    expect(moved?.textContent).toContain('Afventer ny leder');
  });

  it('gives the keyboard a field again when one left by a button and stays', async () => {
    await show();
    const [first] = await items();
    first?.focus();
    await press('h');
    await type('Hvad er der gjort?', 'Ringet');
    const cancel = screen.getByRole('button', { name: 'Fortryd' });
    cancel.focus();
    await fireEvent.click(cancel);
    await fireEvent.click(await screen.findByRole('button', { name: 'Bliv her' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Hvad er der gjort?')));
  });

  it('asks before a typed reason is let go, and closes at once while nothing is typed', async () => {
    await show();
    const [first] = await items();
    first?.focus();
    await press('h');
    await screen.findByLabelText('Hvad er der gjort?');
    await press('Escape');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(first));
    await press('h');
    await type('Hvad er der gjort?', 'Aftalt ny takst');
    const field = screen.getByLabelText<HTMLInputElement>('Hvad er der gjort?');
    field.focus();
    await press('Escape');
    expect(await screen.findByText('1 felt er ændret og ikke gemt.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Behold som kladde' })).toBeNull();
    await press('Escape');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(field.value).toBe('Aftalt ny takst');
    await press('Escape');
    await submit('Luk uden at gemme');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests('handle_item')).toEqual([]);
  });

  it('is handed over for several items chosen with space in one step', async () => {
    await show();
    const [first] = await items();
    first?.focus();
    await press(' ');
    await press('ArrowDown');
    await press('ArrowDown');
    await press(' ', { shiftKey: true });
    expect(await screen.findByText('3 opgaver valgt')).toBeTruthy();
    await press('o');
    await type('Overdrag til', 'Sanne Riis');
    await submit('Overdrag 3 opgaver');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [request] = core.requests<HandleItem>('handle_item');
    expect(request?.items).toHaveLength(3);
    expect(request).toMatchObject({ action: 'handOver', owner: 'Sanne Riis' });
    expect(screen.queryByText('3 opgaver valgt')).toBeNull();
  });

  it('lists what was handled with what was done, and opens it again', async () => {
    await show();
    const [first] = await items();
    first?.focus();
    await press('h');
    await type('Hvad er der gjort?', 'Ringet');
    await submit('Markér som håndteret');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await fireEvent.click(screen.getByRole('button', { name: 'Håndterede' }));
    expect(
      (await screen.findByText(/Håndteret 20-11-2026 af Pia Lindskov: Ringet/)).textContent,
    ).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /^Genåbn/ }));
    await waitFor(() => expect(screen.getByText('Ingen håndterede opgaver')).toBeTruthy());
    expect(core.requests<HandleItem>('handle_item').at(-1)).toMatchObject({ action: 'reopen' });
  });

  it('leads with Enter to where it is done, and back to the same item', async () => {
    await show();
    const [, second] = await items();
    second?.focus();
    await fireEvent.click(second as Element);
    await waitFor(() => expect(navigation.route.screen).toBe('placement'));
    const sheet = await screen.findByRole('dialog', { name: /^Opfølgning/ });
    await fireEvent.click(within(sheet).getByRole('button', { name: 'Fortryd' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await press('ArrowLeft', { altKey: true });
    await table();
    await waitFor(() =>
      expect((document.activeElement as HTMLElement).dataset['row']).toBe(second?.dataset['row']),
    );
  });

  it('shows the calculation of what is at stake and takes another chance there', async () => {
    await show();
    dailyState.choose('all');
    await fireEvent.click(
      (await screen.findAllByRole('button', { name: /^Vis beregning: Kr. på spil, 99.942/ }))[0] as Element,
    );
    const field = () => screen.findByLabelText<HTMLInputElement>(/^Chance/);
    expect((await field()).value).toBe('50');
    expect(screen.getByText(/Den fælles chance fra indstillingerne/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Følg den fælles/ })).toBeNull();
    await type(/^Chance/, '250');
    await submit('Gem chancen');
    expect((await screen.findByRole('alert')).textContent).toContain('fra 0 til 100');
    await type(/^Chance/, '60');
    await submit('Gem chancen');
    await waitFor(() =>
      expect(core.requests('set_chance').at(-1)).toMatchObject({ case: 'S2024-1009', percent: '60' }),
    );
    expect(await screen.findByText('Sat på sagen 20-11-2026 09.41 af Pia Lindskov.')).toBeTruthy();
    expect((await field()).value).toBe('60');
    await submit('Følg den fælles på 50 %');
    await waitFor(() => expect(core.requests('set_chance').at(-1)).toMatchObject({ percent: null }));
    await waitFor(async () => expect((await field()).value).toBe('50'));
    expect(document.activeElement).toBe(await field());
  });

  it('draws few of thousands of items and tells how many there are', async () => {
    await show({ screen: 'agenda' }, 'Dagens arbejde', 60);
    dailyState.choose('all');
    dailyState.withinDays = 0;
    await waitFor(async () =>
      expect(Number((await table()).getAttribute('aria-rowcount'))).toBeGreaterThan(2500),
    );
    expect(within(await table()).getAllByRole('row').length).toBeLessThan(120);
  });

  it('says what comes here while there are no placements, and leads to the import', async () => {
    core = new ControlledCore();
    const answer = core.transport;
    useTransport(async (name, request) => {
      const given = await answer(name, request);
      return name === 'session_state'
        ? { ...(given as object), counts: { placements: 0, aboveLimit: 0, agenda: 0 } }
        : given;
    });
    navigation.replace({ screen: 'agenda' });
    render(App);
    expect(await screen.findByText('Ingen placeringer endnu')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Importér regneark' })).toBeTruthy();
  });
});

describe('Mangler', () => {
  it('stands worst first with its kinds, and a row leads to where it is put right', async () => {
    await show({ screen: 'gaps' }, 'Mangler');
    const [first] = await items();
    expect(first?.textContent).toContain('Ingen kontrakt');
    await fireEvent.click(first as Element);
    await waitFor(() => expect(navigation.route).toMatchObject({ screen: 'placement', section: 'contract' }));
  });

  it('takes kinds from a link and words from the field', async () => {
    await show({ screen: 'gaps', kinds: ['no_goals'] }, 'Mangler');
    await waitFor(() => expect(core.requests<GapsQuery>('gaps').at(-1)?.kinds).toEqual(['no_goals']));
    await type('Søg i manglerne', 'enghøj');
    await waitFor(() => expect(core.requests<GapsQuery>('gaps').at(-1)?.search).toBe('enghøj'));
    await waitFor(async () =>
      expect(
        within(await table())
          .getAllByRole('row')
          .slice(1)
          .every((row) => row.textContent?.includes('Enghøj')),
      ).toBe(true),
    );
  });
});
