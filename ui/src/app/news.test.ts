// What others change appears without moving what one is doing.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openFigure } from '$/components/openFigure.svelte';
import { listState } from '$/features/placements/listState.svelte';
import { useTransport } from '$/ipc/client';
import type { PlacementsQuery } from '$/ipc/generated/PlacementsQuery';
import { ControlledCore } from '$/ipc/testing/controlled';
import { sample, samplePage, sampleSession } from '$/ipc/testing/fake';
import App from './App.svelte';
import { navigation } from './navigation.svelte';
import { news } from './news.svelte';
import type { Route } from './router';
import { session } from './session.svelte';

let core: ControlledCore;

async function start(route: Route, heading: RegExp | string): Promise<void> {
  navigation.replace(route);
  render(App);
  await screen.findByRole('heading', { level: 1, name: heading });
  await waitFor(() => expect(core.waitingForNews).toBe(1));
}

/** Tells that somebody changed something, and waits until the screen has asked anew. */
async function changeByAnother(command: 'overview' | 'placements' | 'placement'): Promise<void> {
  const before = core.requests(command).length;
  core.tell({ dataChanged: true });
  await waitFor(() => expect(core.requests(command).length).toBeGreaterThan(before));
  await waitFor(() => expect(screen.getByRole('main').querySelector('[aria-busy="true"]')).toBeNull());
  await waitFor(() => expect(core.waitingForNews).toBe(1));
}

beforeEach(() => {
  session.state = null;
  openFigure.close();
  listState.reset();
  core = new ControlledCore({ kind: 'shared' });
  useTransport(core.transport);
});

describe('the question for news', () => {
  it('is asked one at a time, with the number of the last answer', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    core.tell({ number: 7 });
    await waitFor(() => expect(core.requests('news')).toEqual([{ since: 0 }, { since: 7 }]));
    expect(core.waitingForNews).toBe(1);
  });

  it('ends with the session', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    await session.lock();
    await tick();
    core.tell({ dataChanged: true });
    await screen.findByLabelText('Adgangskode').catch(() => null);
    expect(core.requests('news')).toHaveLength(1);
  });

  it('waits longer after each error, and short again after an answer', async () => {
    session.state = sampleSession('open', 'shared');
    const pauses: number[] = [];
    let goOn: () => void = () => undefined;
    const stop = news.begin((milliseconds) => {
      pauses.push(milliseconds);
      return new Promise((resolve) => (goOn = resolve));
    });
    for (let error = 1; error <= 6; error += 1) {
      await waitFor(() => expect(core.waitingForNews).toBe(1));
      core.refuseNews({ code: 'unexpected' });
      await waitFor(() => expect(pauses).toHaveLength(error));
      goOn();
    }
    expect(pauses).toEqual([1000, 2000, 4000, 7000, 10_000, 10_000]);
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.tell({ number: 3 });
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.refuseNews({ code: 'unexpected' });
    await waitFor(() => expect(pauses.at(-1)).toBe(1000));
    stop();
    goOn();
  });

  it('takes a breath where a core answers at once with nothing', async () => {
    session.state = sampleSession('open', 'shared');
    core.answer('news', () => ({
      number: 0,
      dataChanged: false,
      sessionChanged: false,
      present: [],
      connection: null,
    }));
    const pause = vi.fn(() => new Promise<void>(() => undefined));
    const stop = news.begin(pause);
    await waitFor(() => expect(pause).toHaveBeenCalledTimes(1));
    expect(core.requests('news')).toHaveLength(1);
    stop();
  });

  it('asks where the session is when that changed, without asking for the screen', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    const [sessions, overviews] = [core.requests('session_state').length, core.requests('overview').length];
    core.answer('session_state', () => ({
      ...sampleSession('open', 'shared'),
      messages: [{ id: 'm', tone: 'warn', text: 'Serveren genstartes kl. 22.' }],
    }));
    core.tell({ sessionChanged: true });
    expect(await screen.findByText('Serveren genstartes kl. 22.')).toBeTruthy();
    expect(core.requests('session_state')).toHaveLength(sessions + 1);
    expect(core.requests('overview')).toHaveLength(overviews);
  });

  it('closes the page when the core locked by itself', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    core.answer('session_state', () => sampleSession('locked', 'local'));
    core.tell({ sessionChanged: true });
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
  });
});

describe('while somebody must choose their own passphrase', () => {
  it('the page closes as the core locks by itself, with what was typed', async () => {
    core = new ControlledCore({ phase: 'newPassphrase' });
    useTransport(core.transport);
    render(App);
    const typed = await screen.findByLabelText('Din nye adgangssætning');
    await fireEvent.input(typed, { target: { value: 'en prøve med mange ord' } });
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.answer('session_state', () => sampleSession('locked', 'local'));
    core.tell({ sessionChanged: true });
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
    expect(screen.queryByLabelText('Din nye adgangssætning')).toBeNull();
  });
});

describe('a change by another', () => {
  it('appears on Overblik', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    core.answer('overview', () => ({ ...sample.overview, context: 'som en anden lige har ændret det' }));
    await changeByAnother('overview');
    expect(screen.getByText('som en anden lige har ændret det')).toBeTruthy();
  });

  it('appears in the list and leaves search, sorting, filters, place and focus where they were', async () => {
    core.answer('placements', (query: PlacementsQuery) => samplePage(query, 60));
    await start({ screen: 'placements' }, 'Placeringer');
    const field = await screen.findByLabelText<HTMLInputElement>('Søg i listen');
    field.focus();
    await fireEvent.input(field, { target: { value: 's2' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Borger' }));
    await waitFor(() => expect(core.requests<PlacementsQuery>('placements').at(-1)?.sort).toBe('citizen'));
    field.focus();
    field.setSelectionRange(1, 2);
    const box = screen.getByRole('group', { name: 'Placeringer' });
    box.scrollTop = 480;
    await fireEvent.scroll(box);
    const query = core.requests('placements').at(-1);

    await changeByAnother('placements');

    expect(core.requests('placements').at(-1)).toEqual(query);
    expect(document.activeElement).toBe(field);
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['s2', 1, 2]);
    expect(screen.getByRole('group', { name: 'Placeringer' })).toBe(box);
    expect(box.scrollTop).toBe(480);
  });

  it('moves the keyboard with the row it is at', async () => {
    let isTurned = false;
    core.answer('placements', (query: PlacementsQuery) => {
      const page = samplePage(query);
      return isTurned ? { ...page, rows: page.rows.reverse(), limitAfter: null } : page;
    });
    await start({ screen: 'placements' }, 'Placeringer');
    const link = (await screen.findAllByRole('link', { name: /^S20/ }))[2];
    const number = link?.textContent;
    link?.focus();
    isTurned = true;
    await changeByAnother('placements');
    expect(document.activeElement?.textContent).toBe(number);
  });

  it('appears on a case while its form keeps every letter and the keyboard', async () => {
    await start({ screen: 'placement', case: 'S2022-1008', section: 'economy' }, /Mads/);
    await fireEvent.click(screen.getByRole('button', { name: 'Ret' }));
    const hours = await screen.findByLabelText<HTMLInputElement>('Støttetimer');
    await fireEvent.input(hours, { target: { value: '37,5' } });
    hours.focus();
    hours.setSelectionRange(2, 2);
    core.answer('placement', () => ({ ...sample.placement, context: 'flyttet af en anden' }));
    await changeByAnother('placement');
    expect(screen.getByText('flyttet af en anden')).toBeTruthy();
    expect(screen.getByLabelText('Støttetimer')).toBe(hours);
    expect([hours.value, hours.selectionStart]).toEqual(['37,5', 2]);
    expect(document.activeElement).toBe(hours);
  });

  it('leaves a calculation that is open where it is', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    await fireEvent.click(screen.getByRole('button', { name: 'Vis beregning: Udgift 2026, brutto' }));
    const formula = await screen.findByText('2.466,27 kr. × 365 dage');
    await changeByAnother('overview');
    expect(screen.getByText('2.466,27 kr. × 365 dage')).toBe(formula);
  });
});

describe('a lost connection', () => {
  const lost = {
    isConnected: false,
    sentence: 'Forbindelsen til serveren er væk. Det, du har skrevet, står her endnu.',
  };

  it('is said under the top bar until it is back, with the data left on the screen', async () => {
    await start({ screen: 'overview' }, 'Overblik');
    core.refuse('overview', { code: 'connection_lost', message: 'Ingen forbindelse.' });
    core.answer('session_state', () => ({ ...sampleSession('open', 'shared'), connection: lost }));
    core.tell({ sessionChanged: true, dataChanged: true, connection: lost });
    const banner = await screen.findByText(lost.sentence);
    expect(banner.closest('[role="status"]')).not.toBeNull();
    expect(document.querySelector('dialog[open]')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Forfalder' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();

    core.answer('overview', () => ({ ...sample.overview, context: 'ny' }));
    const well = { isConnected: true, sentence: null };
    core.answer('session_state', () => ({ ...sampleSession('open', 'shared'), connection: well }));
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.tell({ sessionChanged: true, connection: well });
    expect(await screen.findByText('Forbindelsen er tilbage.')).toBeTruthy();
    expect(screen.queryByText(lost.sentence)).toBeNull();
    expect(await screen.findByText('ny')).toBeTruthy();
  });
});

describe('presence', () => {
  const number = 'S2022-1008';
  const route: Route = { screen: 'placement', case: number, section: 'economy' };

  it('tells which case one is at, when one edits it, and when one leaves', async () => {
    await start(route, /Mads/);
    await waitFor(() => expect(core.requests('presence')).toEqual([{ case: number, isEditing: false }]));
    await fireEvent.keyDown(window, { key: 'e' });
    await screen.findByLabelText('Støttetimer');
    await waitFor(() => expect(core.requests('presence').at(-1)).toEqual({ case: number, isEditing: true }));
    await fireEvent.click(screen.getByRole('button', { name: 'Fortryd' }));
    await waitFor(() => expect(core.requests('presence').at(-1)).toEqual({ case: number, isEditing: false }));
    navigation.replace({ screen: 'overview' });
    await waitFor(() => expect(core.requests('presence').at(-1)).toEqual({ case: null, isEditing: false }));
    expect(core.requests('presence')).toHaveLength(4);
  });

  it('is told once where one steps from a case to another', async () => {
    await start(route, /Mads/);
    await waitFor(() => expect(core.requests('presence')).toHaveLength(1));
    navigation.replace({ ...route, case: 'S2026-1001' });
    await waitFor(() => expect(core.requests('presence')).toHaveLength(2));
    expect(core.requests('presence').at(-1)).toEqual({ case: 'S2026-1001', isEditing: false });
  });

  it('is told again when the connection is back', async () => {
    await start(route, /Mads/);
    await waitFor(() => expect(core.requests('presence')).toHaveLength(1));
    core.tell({ connection: { isConnected: false, sentence: 'Væk.' } });
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.tell({ connection: { isConnected: true, sentence: null } });
    await waitFor(() => expect(core.requests('presence')).toHaveLength(2));
    expect(core.requests('presence').at(-1)).toEqual({ case: number, isEditing: false });
  });

  it('of others stands in the header, and as a mark in the list where they edit', async () => {
    await start(route, /Mads/);
    const karina = {
      case: number,
      name: 'Karina Holst',
      isEditing: true,
      sentence: 'Karina Holst retter sagen',
    };
    core.tell({
      present: [
        karina,
        { ...karina, case: 'S2026-1001', name: 'Ole Bang', sentence: 'Ole Bang retter sagen' },
      ],
    });
    expect(await screen.findByText(/Karina Holst retter sagen/)).toBeTruthy();
    expect(screen.queryByText(/Ole Bang/)).toBeNull();
    navigation.replace({ screen: 'placements' });
    expect(await screen.findByText('Ole Bang retter sagen')).toBeTruthy();
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.tell({ present: [{ ...karina, isEditing: false, sentence: 'Karina Holst ser på sagen' }] });
    await waitFor(() => expect(screen.queryByText(/(retter|ser på) sagen/)).toBeNull());
  });
});
