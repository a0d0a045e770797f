// Log and *indsigt*: found by what one chooses, read without anything moving, and drawn only on purpose.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import type { Route } from '$/app/router';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { InsightRequest } from '$/ipc/generated/InsightRequest';
import type { LogRequest } from '$/ipc/generated/LogRequest';
import { ControlledCore } from '$/ipc/testing/controlled';
import type { RoleWord } from '$/ipc/testing/roles';
import { logSearch } from './logSearch.svelte';

let core: ControlledCore;

const nothing: LogRequest = {
  text: '',
  person: null,
  case: null,
  from: null,
  to: null,
  chain: null,
  kinds: [],
  after: null,
  limit: 0,
  operation: null,
};

function asked(): LogRequest[] {
  return core.requests<LogRequest>('log');
}

async function start(route: Route, role?: RoleWord): Promise<void> {
  core = new ControlledCore({ role });
  useTransport(core.transport);
  navigation.replace(route);
  render(App);
  await screen.findByRole('heading', { level: 1 });
}

async function openLog(): Promise<HTMLElement> {
  await start({ screen: 'log', case: null });
  return screen.findByRole('table', { name: 'Loggen, nyeste først' });
}

/** Chooses in a select or types into a field that counts when it is written. */
async function choose(label: string, value: string): Promise<void> {
  await fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

beforeEach(() => {
  session.state = null;
  logSearch.reset();
  messages.clear();
});

describe('the log', () => {
  it('shows who did what, when and from where, newest first', async () => {
    const table = await openLog();
    expect(asked()).toEqual([nothing]);
    const row = within(table).getAllByRole('row')[2];
    expect(row?.textContent).toMatch(
      /20-11-2026 09\.38.*Karina Holst.*Ændring:.*støttetimer fra 15 til 18.*Fordi: Efter samtale.*S2022-1008.*Vinduet: Ret placering/s,
    );
  });

  it('is asked for exactly what one narrows it down to', async () => {
    await openLog();
    await choose('Hvem', 'Karina Holst');
    await choose('Slags', 'rate_line');
    await choose('Fra', '1-11-2026');
    await choose('Til', '20112026');
    await fireEvent.click(screen.getByRole('button', { name: 'Ændringer' }));
    await fireEvent.input(screen.getByLabelText('Søg i loggen'), { target: { value: 'takst' } });
    const wanted: LogRequest = {
      ...nothing,
      text: 'takst',
      person: 'Karina Holst',
      from: '2026-11-01',
      to: '2026-11-20',
      chain: 'changes',
      kinds: ['rate_line'],
    };
    await waitFor(() => expect(asked().at(-1)).toEqual(wanted));
    expect(asked().every((request) => request.after === null)).toBe(true);
  });

  it('is not asked while a date cannot be read, and says so there', async () => {
    await openLog();
    await choose('Fra', '31-02-2026');
    expect((await screen.findByRole('alert')).textContent).toContain('20-11-2026');
    expect(screen.getByLabelText('Fra').getAttribute('aria-invalid')).toBe('true');
    expect(asked()).toHaveLength(1);
  });

  it('adds further pages below what stands there', async () => {
    const table = await openLog();
    const first = within(table).getAllByRole('row')[1];
    await fireEvent.click(screen.getByRole('button', { name: 'Vis flere' }));
    await waitFor(() => expect(asked().at(-1)).toEqual({ ...nothing, after: '20' }));
    await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(41));
    expect(within(table).getAllByRole('row')[1]).toBe(first);
    expect(screen.queryByRole('button', { name: 'Vis flere' })).toBeNull();
    expect(screen.getByText('40 linjer i alt')).toBeTruthy();
  });

  it('opens an operation with many entries where it stands, a page at a time', async () => {
    await openLog();
    const opener = screen.getByRole('button', { name: 'vis alle 299' });
    expect(opener.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(opener);
    await waitFor(() => expect(asked().at(-1)).toEqual({ ...nothing, operation: 'operation-4' }));
    const part = document.getElementById(opener.getAttribute('aria-controls') ?? '') as HTMLElement;
    await waitFor(() => expect(part.textContent).toContain('S2026-1001'));
    await fireEvent.click(within(part).getByRole('button', { name: 'Vis flere' }));
    await waitFor(() => expect(part.textContent).toContain('S2026-1030'));
    await fireEvent.click(opener);
    expect(document.body.textContent).not.toContain('S2026-1030');
    const asks = asked().length;
    await fireEvent.click(opener);
    expect(asked()).toHaveLength(asks);
  });

  it('tells the rest of a small operation without asking', async () => {
    await openLog();
    await fireEvent.click(screen.getByRole('button', { name: 'vis 1 mere' }));
    expect(document.body.textContent).toContain(
      'Ændrede sagsbehandler 1 fra Karina Holst til Michael Brandt',
    );
    expect(asked()).toHaveLength(1);
  });

  it('puts nothing above what one reads when others work on, but offers it', async () => {
    const table = await openLog();
    const before = within(table).getAllByRole('row').length;
    await waitFor(() => expect(core.waitingForNews).toBe(1));
    core.tell({ dataChanged: true });
    const renew = await screen.findByRole('button', { name: 'Hent nyt' });
    expect(asked()).toHaveLength(1);
    expect(within(table).getAllByRole('row')).toHaveLength(before);
    await fireEvent.click(renew);
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(screen.queryByRole('button', { name: 'Hent nyt' })).toBeNull();
  });

  it('says what of it an administrator sees, without links into cases', async () => {
    await start({ screen: 'log', case: null }, 'administrator');
    core.answer('log', () => ({
      lines: [],
      next: null,
      people: [],
      kinds: [],
      limited: 'Du ser det, der handler om brugere og indstillinger.',
    }));
    await screen.findByRole('table', { name: 'Loggen, nyeste først' });
    expect(within(screen.getByRole('main')).queryAllByRole('link')).toEqual([]);
    await choose('Slags', 'placement');
    expect(await screen.findByText('Du ser det, der handler om brugere og indstillinger.')).toBeTruthy();
  });

  it('is reached from a case, narrowed down to it, and let go of by its chip', async () => {
    await start({ screen: 'placement', case: 'S2022-1008', section: 'history' });
    const link = await screen.findByRole('link', { name: 'vis i loggen' });
    expect(link.getAttribute('href')).toBe('#/log/S2022-1008');
    navigation.replace({ screen: 'log', case: 'S2022-1008' });
    await screen.findByRole('table', { name: 'Loggen, nyeste først' });
    expect(asked()).toEqual([{ ...nothing, case: 'S2022-1008' }]);
    await fireEvent.click(screen.getByRole('button', { name: 'Sag S2022-1008. Vis alle sager' }));
    await waitFor(() => expect(asked().at(-1)).toEqual(nothing));
  });

  it('is forgotten when the session locks', async () => {
    await openLog();
    await choose('Hvem', 'Karina Holst');
    await session.lock();
    expect(logSearch.filter.person).toBe('');
    expect(logSearch.lines).toEqual([]);
  });
});

describe('indsigt', () => {
  async function openInsight(role?: RoleWord): Promise<void> {
    await start({ screen: 'placement', case: 'S2022-1008', section: 'history' }, role);
    await fireEvent.click(await screen.findByRole('button', { name: 'Træk indsigt' }));
    await screen.findByRole('dialog', { name: 'Træk indsigt i loggen, S2022-1008' });
  }
  const whole: InsightRequest = {
    case: 'S2022-1008',
    from: null,
    to: null,
    order: 'oldestFirst',
    names: 'named',
    format: 'pdf',
  };

  it('is not offered to somebody who may not draw it', async () => {
    await start({ screen: 'placement', case: 'S2022-1008', section: 'history' }, 'økonomi');
    await screen.findByRole('link', { name: 'vis i loggen' });
    expect(screen.queryByRole('button', { name: 'Træk indsigt' })).toBeNull();
  });

  it('is drawn when asked for, and let go when the choices become others', async () => {
    await openInsight();
    expect(core.requests('insight_preview')).toEqual([]);
    await fireEvent.click(screen.getByLabelText('Som nummer'));
    await fireEvent.click(screen.getByRole('button', { name: 'Vis' }));
    expect(await screen.findByText(/^38 poster/)).toBeTruthy();
    expect(screen.getByText(/Navne kan stå i begrundelserne/)).toBeTruthy();
    expect(screen.getAllByText('Medarbejder 1').length).toBeGreaterThan(0);
    expect(core.requests('insight_preview')).toEqual([{ ...whole, names: 'numbered' }]);
    await fireEvent.click(screen.getByLabelText('Regneark'));
    expect(screen.getByText(/^38 poster/)).toBeTruthy();
    await fireEvent.click(screen.getByLabelText('Med navn'));
    await waitFor(() => expect(screen.queryByText(/^38 poster/)).toBeNull());
    expect(core.requests('insight_preview')).toHaveLength(1);
  });

  it('is saved as chosen, and says where', async () => {
    await openInsight();
    await fireEvent.input(screen.getByLabelText('Fra'), { target: { value: '01-01-2026' } });
    await fireEvent.click(screen.getByLabelText('Regneark'));
    await fireEvent.click(screen.getByLabelText('Nyeste først'));
    await fireEvent.click(screen.getByRole('button', { name: 'Gem' }));
    expect(await screen.findByText(/Gemt som .*indsigt-S2022-1008\.xlsx/)).toBeTruthy();
    expect(core.requests('insight_save')).toEqual([
      { ...whole, from: '2026-01-01', order: 'newestFirst', format: 'xlsx' },
    ]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says what is wrong with the period at its field', async () => {
    await openInsight();
    await fireEvent.input(screen.getByLabelText('Fra'), { target: { value: 'i går' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Vis' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Fra')));
    expect(core.requests('insight_preview')).toEqual([]);
    await fireEvent.input(screen.getByLabelText('Fra'), { target: { value: '01-02-2026' } });
    await fireEvent.input(screen.getByLabelText('Til'), { target: { value: '01-01-2026' } });
    core.refuse('insight_preview', {
      code: 'period_reversed',
      field: 'to',
      message: 'Perioden slutter, før den begynder.',
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Vis' }));
    expect((await screen.findByRole('alert')).textContent).toContain('før den begynder');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Til')));
  });
});
