// What all screens share: undo by Ctrl+Z, the past, drafts at the start, saved filters, bulk changes, export.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { dailyState } from '$/features/daily/dailyState.svelte';
import { openForm } from '$/features/forms/openForm.svelte';
import { listState } from '$/features/placements/listState.svelte';
import { useTransport } from '$/ipc/client';
import type { ChangeCaseWorker } from '$/ipc/generated/ChangeCaseWorker';
import type { ExportList } from '$/ipc/generated/ExportList';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { PlacementsQuery } from '$/ipc/generated/PlacementsQuery';
import type { SaveFilter } from '$/ipc/generated/SaveFilter';
import { ControlledCore } from '$/ipc/testing/controlled';
import App from './App.svelte';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import type { Route } from './router';
import { session } from './session.svelte';
import { undoQuestion } from './undoQuestion.svelte';

let core: ControlledCore;

async function show(route: Route, prepare: (core: ControlledCore) => void = () => undefined): Promise<void> {
  core = new ControlledCore();
  prepare(core);
  useTransport(core.transport);
  navigation.replace(route);
  render(App);
  await screen.findByRole('table');
}

function rows(): HTMLElement[] {
  return [...screen.getByRole('table').querySelectorAll<HTMLElement>('[data-row]')];
}

async function press(key: string, options: KeyboardEventInit = {}): Promise<void> {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...options });
}

async function type(label: string | RegExp, value: string): Promise<void> {
  await fireEvent.input(await screen.findByLabelText(label), { target: { value } });
}

async function submit(name: string): Promise<void> {
  await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));
}

beforeEach(() => {
  session.state = null;
  messages.clear();
  undoQuestion.close();
  listState.reset();
  dailyState.reset();
});

describe('Ctrl+Z', () => {
  it('names what will be undone, and undoes it only when told to', async () => {
    await show({ screen: 'placements' });
    rows()[0]?.focus();
    await press('z', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('ændrede grundtakst i S2022-1008');
    expect(core.requests('undo')).toEqual([]);
    const before = core.requests('placements').length;
    await submit('Fortryd ændringen');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests('undo')).toEqual([{ operation: '01990000-0000-7000-8000-000000000001' }]);
    // The open screen asks anew.
    await waitFor(() => expect(core.requests('placements').length).toBeGreaterThan(before));
  });

  it('says why where somebody changed the same since, and where there is nothing', async () => {
    await show({ screen: 'placements' });
    core.answer('undoable', () => ({ latest: null, refusal: 'Karina Holst har ændret det samme siden.' }));
    rows()[0]?.focus();
    await press('z', { ctrlKey: true });
    await waitFor(() => expect(messages.list.at(-1)?.text).toBe('Karina Holst har ændret det samme siden.'));
    messages.clear();
    const latest = {
      operation: '01990000-0000-7000-8000-000000000002',
      sentence: 'Fortryd: rettede hjemmel',
    };
    core.answer('undoable', () => ({ latest, refusal: 'Jens Krogh har ændret det samme siden.' }));
    await press('z', { ctrlKey: true });
    await waitFor(() => expect(messages.list.at(-1)?.text).toBe('Jens Krogh har ændret det samme siden.'));
    expect(undoQuestion.asked).toBeNull();
    core.answer('undoable', () => ({ latest: null, refusal: null }));
    await press('z', { ctrlKey: true });
    await waitFor(() => expect(messages.list.at(-1)?.text).toBe('Der er ingen ændring af dine at fortryde.'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is the field’s own while one types', async () => {
    await show({ screen: 'placements' });
    screen.getByLabelText('Søg i listen').focus();
    await press('z', { ctrlKey: true });
    expect(core.requests('undoable')).toEqual([]);
  });
});

describe('as it stood on a past day', () => {
  it('is said on the screen, hides what changes anything, and is left again', async () => {
    await show({ screen: 'placements' });
    expect(screen.getAllByRole('checkbox').length).toBeGreaterThan(0);
    await fireEvent.click(screen.getByRole('button', { name: /pr\. 20-11-2026/ }));
    await type('Som det stod den', '31-02-2026');
    await submit('Vis som det stod');
    expect((await screen.findByRole('alert')).textContent).toContain('20-11-2026');
    await type('Som det stod den', '01-06-2026');
    await submit('Vis som det stod');
    expect(await screen.findByText(/Du ser alt, som det stod den 01-06-2026/)).toBeTruthy();
    expect(core.requests('know_as_of')).toEqual([{ day: '2026-06-01' }]);
    await waitFor(() => expect(screen.queryAllByRole('checkbox')).toEqual([]));
    expect(screen.queryByRole('button', { name: 'Ny placering' })).toBeNull();
    expect(screen.queryByRole('link', { name: /Import/ })).toBeNull();
    await press('z', { ctrlKey: true });
    expect(core.requests('undoable')).toEqual([]);
    navigation.go({ screen: 'import' });
    expect(await screen.findByText(/Her kan intet ændres/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Tilbage til nu' }));
    await waitFor(() => expect(screen.queryByText(/Du ser alt, som det stod/)).toBeNull());
    expect(core.requests('know_as_of').at(-1)).toEqual({ day: null });
  });
});

describe('drafts', () => {
  const kept = (title: string, key: string): KeptDraft => ({
    at: '20-11-2026 09.41',
    draft: {
      key,
      title,
      request: { action: 'editPlacement', case: 'S2022-1008', record: null, proposed: [] },
      values: [],
      base: [],
      reason: 'Ny sagsbehandler',
    },
  });

  it('are told at the start; one goes on and the other is forgotten', async () => {
    await show({ screen: 'placements' }, (core) => {
      core.answer('drafts', () => ({ drafts: [kept('Ret S2022-1008', 'a'), kept('Ny leverandør', 'b')] }));
    });
    expect(await screen.findByText(/Du har 2 kladder/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Vis kladder' }));
    await fireEvent.click(await screen.findByRole('button', { name: 'Glem: Ny leverandør' }));
    await waitFor(() => expect(core.requests('drop_draft')).toEqual([{ key: 'b' }]));
    await fireEvent.click(screen.getByRole('button', { name: 'Åbn: Ret S2022-1008' }));
    await waitFor(() => expect(openForm.current?.draft?.draft.key).toBe('a'));
  });

  it('are not spoken of where there are none', async () => {
    await show({ screen: 'placements' }, (core) => core.answer('drafts', () => ({ drafts: [] })));
    await waitFor(() => expect(core.requests('drafts')).toHaveLength(1));
    expect(screen.queryByText(/Du har .* kladde/)).toBeNull();
  });
});

describe('a saved filter', () => {
  it('of somebody else sets the list', async () => {
    await show({ screen: 'placements' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Uden kontrakt' }));
    await waitFor(() =>
      expect(core.requests<PlacementsQuery>('placements').at(-1)?.filters).toEqual([
        'status:open',
        'gap:no_contract',
      ]),
    );
    expect(screen.getByRole('button', { name: 'Uden kontrakt' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('is saved with a name, shared, and removed again', async () => {
    await show({ screen: 'placements' });
    await fireEvent.click(screen.getByRole('button', { name: /Over 1,0 mio/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Gem filter' }));
    await submit('Gem filter');
    expect((await screen.findByRole('alert')).textContent).toContain('Giv filteret et navn');
    await type('Navn', 'De dyre');
    await fireEvent.click(screen.getByLabelText('Del med alle i afdelingen'));
    await submit('Gem filter');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [saved] = core.requests<SaveFilter>('save_filter');
    expect(saved).toMatchObject({ list: 'placements', name: 'De dyre', isShared: true });
    expect(JSON.parse(saved?.query ?? '')).toMatchObject({ filters: ['status:open', 'above_limit:yes'] });
    expect(screen.getByRole('button', { name: 'De dyre' }).getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(screen.getByRole('button', { name: 'Gem filter' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Fjern: De dyre' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'De dyre' })).toBeNull());
  });

  it('that can’t be read says so and leaves the list as it is', async () => {
    await show({ screen: 'placements' }, (core) => {
      core.answer('saved_filters', () => ({
        filters: [
          { id: 'x', name: 'Gammelt', query: '{"filters":7}', isShared: true, isMine: false, owner: 'Ole' },
        ],
      }));
    });
    await fireEvent.click(await screen.findByRole('button', { name: 'Gammelt' }));
    expect(messages.list.at(-1)?.text).toContain('»Gammelt« kan ikke læses');
    expect(listState.filters).toEqual(['status:open']);
  });

  it('of Dagens arbejde keeps whose, kinds and time', async () => {
    await show({ screen: 'agenda' });
    dailyState.choose('all');
    dailyState.toggle('notice');
    const saved = dailyState.saved;
    dailyState.reset();
    expect(dailyState.restore(saved)).toBe(true);
    expect(dailyState.query).toMatchObject({ scope: 'all', kinds: ['notice'], withinDays: 90 });
    expect(dailyState.restore('[]')).toBe(false);
  });
});

describe('a bulk change of case worker', () => {
  it('is made for the rows chosen by keyboard, in one step that names their number', async () => {
    await show({ screen: 'placements' });
    rows()[0]?.focus();
    await press(' ');
    await press('ArrowDown');
    await press('ArrowDown');
    await press(' ', { shiftKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: 'Skift sagsbehandler i 3 sager' }));
    await type('Ny sagsbehandler', 'Sanne Riis');
    await submit('Skift sagsbehandler i 3 sager');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [request] = core.requests<ChangeCaseWorker>('change_case_worker');
    expect(request?.cases).toEqual(['S2024-1009', 'S2017-1052', 'S2024-1053']);
    expect(request).toMatchObject({ to: 'Sanne Riis', isSecond: false });
    expect(messages.list.at(-1)?.undo).toBe(request?.operation);
  });

  it('can take the whole list, and another list lets the choice go', async () => {
    await show({ screen: 'placements' });
    await fireEvent.click(screen.getAllByRole('checkbox')[0] as Element);
    await fireEvent.click(await screen.findByRole('button', { name: 'Vælg alle på listen' }));
    expect(await screen.findByRole('button', { name: 'Skift sagsbehandler i 55 sager' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Ingen kontrakt/ }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Skift sagsbehandler/ })).toBeNull());
  });
});

describe('Overblik', () => {
  it('leads from a kind that is missing to Mangler with that kind alone', async () => {
    core = new ControlledCore();
    useTransport(core.transport);
    navigation.replace({ screen: 'overview' });
    render(App);
    await fireEvent.click(await screen.findByRole('link', { name: /^Ingen kontrakt/ }));
    await screen.findByRole('heading', { level: 1, name: 'Mangler' });
    await waitFor(() => expect(core.requests('gaps').at(-1)).toMatchObject({ kinds: ['no_contract'] }));
  });
});

describe('Eksportér', () => {
  it.each<[Route, ExportList['list']]>([
    [{ screen: 'agenda' }, 'agenda'],
    [{ screen: 'gaps' }, 'gaps'],
    [{ screen: 'placements' }, 'placements'],
    [{ screen: 'providers' }, 'providers'],
    [{ screen: 'prices', section: 'indexation' }, 'indexation'],
    [{ screen: 'prices', section: 'notified' }, 'notifiedRates'],
  ])('of %j saves what is seen and says where', async (route, list) => {
    await show(route);
    await fireEvent.click(screen.getByRole('button', { name: 'Eksportér' }));
    await waitFor(() => expect(core.requests<ExportList>('export_list')[0]?.list).toBe(list));
    await waitFor(() => expect(messages.list.at(-1)?.text).toContain(`${list}.xlsx`));
  });
});

describe('the rate lines of one case', () => {
  it('are saved as a workbook from their own heading', async () => {
    core = new ControlledCore();
    useTransport(core.transport);
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'economy' });
    render(App);
    await fireEvent.click(await screen.findByRole('button', { name: 'Eksportér' }));
    await waitFor(() =>
      expect(core.requests('export_list')).toEqual([{ list: 'rateLines', case: 'S2022-1008' }]),
    );
  });
});

describe('what is empty', () => {
  it.each<[string, Route, (core: ControlledCore) => void, string]>([
    [
      'varslede takster',
      { screen: 'prices', section: 'notified' },
      (core) => core.answer('notified_rates', () => ({ sentence: '', rows: [] })),
      'Læs fil',
    ],
    [
      'P/L',
      { screen: 'prices', section: 'index' },
      (core) => core.answer('price_indexes', () => ({ rows: [], missing: [] })),
      'Nyt år',
    ],
    [
      'leverandører',
      { screen: 'providers' },
      (core) => core.answer('providers', () => ({ context: '', rows: [] })),
      'Importér regneark',
    ],
    [
      'mangler',
      { screen: 'gaps' },
      (core) => core.answer('gaps', () => ({ context: '', kinds: [], rows: [] })),
      'Til Dagens arbejde',
    ],
  ])('of %s says what comes there and has the first step once', async (_, route, prepare, button) => {
    core = new ControlledCore();
    prepare(core);
    useTransport(core.transport);
    navigation.replace(route);
    render(App);
    expect(await screen.findAllByRole('button', { name: button })).toHaveLength(1);
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('Ctrl+K', () => {
  it.each(['provider', 'offer'])('leads from a found %s to the provider’s own page', async (kind) => {
    await show({ screen: 'placements' });
    const hit = {
      kind,
      title: 'Fonden Solbakken',
      detail: '',
      case: null,
      provider: 'provider-1',
      filter: 'provider:provider-1',
    };
    core.answer('search', () => ({ hits: [hit] }));
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'solbak' } });
    await screen.findByRole('option', { name: /Fonden Solbakken/ });
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' });
    expect(navigation.route).toEqual({ screen: 'provider', id: 'provider-1' });
  });

  it('leads to the list of an offer that nobody is known to run', async () => {
    await show({ screen: 'placements' });
    const hit = {
      kind: 'offer',
      title: 'Enghuset',
      detail: '',
      case: null,
      provider: null,
      filter: 'offer:o',
    };
    core.answer('search', () => ({ hits: [hit] }));
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'eng' } });
    await screen.findByRole('option', { name: /Enghuset/ });
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' });
    await waitFor(() =>
      expect(core.requests<PlacementsQuery>('placements').at(-1)?.filters).toEqual([
        'status:open',
        'offer:o',
      ]),
    );
  });

  it('offers what is new', async () => {
    await show({ screen: 'placements' });
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const titles = screen.getAllByRole('option').map((option) => option.querySelector('b')?.textContent);
    for (const title of [
      'Gå til Dagens arbejde',
      'Gå til Mangler',
      'Gå til Leverandører',
      'Ny leverandør',
      'Regulér takster',
      'Fortryd seneste ændring',
    ])
      expect(titles).toContain(title);
  });
});
