// Brugere: the list, adding, changing, new passphrases, removing, and what must be handed out afterwards.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import { matchingCommands } from '$/app/searchCommands';
import { session } from '$/app/session.svelte';
import { groupsOf } from '$/features/start/recoveryKey';
import { useTransport } from '$/ipc/client';
import {
  fakeCore,
  sampleOneTime,
  samplePassphrase,
  sampleSession,
  type FakeOptions,
} from '$/ipc/testing/fake';
import { samplePeople } from '$/ipc/testing/people';
import { handOver } from './handOver.svelte';

const recoveryKey = 'P4TR-9MWC-3XKJ-7HFD-2QVB-6NYG-8SEA-5LUZ';
/** Answers in place of the made-up core's. */
let replaced: Record<string, unknown> = {};
let asked: { name: string; request: unknown }[] = [];

async function open(options: FakeOptions = {}, allowed?: string[]): Promise<void> {
  const core = fakeCore({ phase: 'open', ...options });
  useTransport(async (name, request) => {
    asked.push({ name, request });
    const answer = name in replaced ? replaced[name] : await core(name, request);
    if (name === 'session_state' && allowed) return { ...sampleSession('open', options.kind), allowed };
    return answer;
  });
  navigation.replace({ screen: 'settings', section: 'people' });
  render(App);
  await screen.findByRole('heading', { level: 1, name: 'Indstillinger' });
}

beforeEach(() => {
  asked = [];
  replaced = {};
  session.state = null;
  handOver.finish();
  messages.clear();
});

const request = (name: string) => asked.find((call) => call.name === name)?.request;
const table = () => screen.findByRole('table', { name: 'Brugere, de fjernede sidst' });
async function press(name: string | RegExp): Promise<void> {
  await fireEvent.click(await screen.findByRole('button', { name }));
}
async function fill(label: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
}
async function rowOf(name: string): Promise<HTMLElement> {
  return within(await table()).getByRole('row', { name: new RegExp(name) });
}

/** The group that is asked for. */
function group(): string {
  const field = screen.getByLabelText<HTMLInputElement>(/Skriv gruppe nr\. \d/);
  return groupsOf(recoveryKey)[Number(/nr\. (\d)/.exec(field.labels?.[0]?.textContent ?? '')?.[1]) - 1] ?? '';
}

describe('the list of people', () => {
  it('shows who each is and says what roles are worth in a local file', async () => {
    await open();
    expect((await rowOf('Karina Holst')).textContent).toMatch(/sagsbehandler.*Karina H\./s);
    expect((await rowOf('Michael Brandt')).textContent).toContain('Skal vælge adgangssætning');
    expect((await rowOf('Jens Aagaard')).textContent).toContain('ikke knyttet');
    expect(screen.getByText(/enhver, der kan åbne den, vil med den rette viden kunne læse alt/)).toBeTruthy();
  });

  it('lets one change oneself, but not remove oneself, and does nothing to those who are gone', async () => {
    await open();
    const buttons = (row: HTMLElement) => within(row).queryAllByRole('button').length;
    expect(buttons(await rowOf('Pia Lindskov'))).toBe(1);
    expect(buttons(await rowOf('Karina Holst'))).toBe(3);
    expect(buttons(await rowOf('Bente Storm'))).toBe(0);
  });

  it('is found from the settings by those who may change people, and by nobody else', async () => {
    await open({}, ['be_signed_in', 'see_settings', 'verify']);
    await screen.findByRole('heading', { name: 'Kontrol' });
    expect(screen.queryByRole('link', { name: 'Brugere' })).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Sikkerhedskopier' })).toBeNull();
    expect(request('people')).toBeUndefined();
    expect(matchingCommands('brugere')).toEqual([]);
  });

  it('is a command of the search for those who may', async () => {
    await open();
    navigation.replace({ screen: 'settings' });
    matchingCommands('gå til brugere')[0]?.run();
    await table();
    expect(navigation.route).toEqual({ screen: 'settings', section: 'people' });
  });

  it('holds thirty people with long names, each with their own buttons', async () => {
    await open({ people: 30 });
    expect(within(await table()).getAllByRole('row')).toHaveLength(36);
    expect(
      screen.getByRole('button', { name: 'Fjern Anne-Marie Bjørnskov-Vestergaard Nr. 30' }),
    ).toBeTruthy();
  });

  it('can only be read for a shared database, with the lines that change it ready to copy', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    await open({ kind: 'shared' });
    expect((await rowOf('Karina Holst')).textContent).toContain('karina.holst');
    expect(within(await table()).queryAllByRole('button')).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Tilføj bruger' })).toBeNull();
    await press('Kopiér: Fjern en bruger');
    expect(writeText).toHaveBeenCalledWith(expect.stringContaining('person remove'));
    vi.unstubAllGlobals();
  });

  it('marks a line that the system will not copy', async () => {
    const writeText = () => Promise.reject(new Error('no'));
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    await open({ kind: 'shared' });
    await press('Kopiér: Fjern en bruger');
    const said = await screen.findAllByText('Teksten er markeret. Tryk Ctrl+C.');
    expect(said.some((one) => one.role === 'status')).toBe(true);
    expect(window.getSelection()?.toString()).toContain('person remove');
    vi.unstubAllGlobals();
  });
});

describe('adding somebody', () => {
  async function begin(): Promise<void> {
    await open();
    await press('Tilføj bruger');
  }

  it('begins at the name, and says of each role what it allows or why it is not for here', async () => {
    await begin();
    expect(document.activeElement).toBe(screen.getByLabelText('Navn'));
    const clerk = screen.getByRole<HTMLInputElement>('checkbox', { name: 'leder' });
    expect(clerk.disabled).toBe(true);
    const why = document.getElementById(clerk.getAttribute('aria-describedby') ?? '');
    expect(why?.textContent).toContain('fælles database på en server');
    const worker = screen.getByRole('checkbox', { name: 'sagsbehandler' });
    const allows = document.getElementById(worker.getAttribute('aria-describedby') ?? '');
    expect(allows?.textContent).toContain('Sager, mål og opfølgning');
  });

  it('names what is missing, at its field', async () => {
    await begin();
    await press('Tilføj');
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
      'Skriv personens navn.',
      'Vælg mindst én rolle.',
    ]);
    expect(request('add_person')).toBeUndefined();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Navn')));
  });

  it('shows the refusal of the core at the name', async () => {
    await begin();
    await fill('Navn', 'Karina Holst');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'økonomi' }));
    await press('Tilføj');
    expect((await screen.findByRole('alert')).textContent).toContain('er allerede på listen');
    expect(screen.getByLabelText('Navn').getAttribute('aria-invalid')).toBe('true');
  });

  it('shows the one-time passphrase once, and puts the person on the list', async () => {
    await begin();
    await fill('Navn', ' Dorte Frøkjær ');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'sagsbehandler' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'økonomi' }));
    await press('Tilføj');
    expect(await screen.findByRole('dialog', { name: 'Til Dorte Frøkjær' })).toBeTruthy();
    expect(request('add_person')).toEqual({
      name: 'Dorte Frøkjær',
      roles: ['sagsbehandler', 'økonomi'],
      employee: null,
    });
    expect(screen.getAllByText(sampleOneTime).length).toBeGreaterThan(0);
    await press('Færdig');
    expect(screen.queryAllByText(sampleOneTime)).toEqual([]);
    expect((await rowOf('Dorte Frøkjær')).textContent).toContain('sagsbehandler, økonomi');
  });

  it('prints a sheet with the name and the passphrase beside the program, and takes it away again', async () => {
    const print = vi.fn();
    vi.stubGlobal('print', print);
    await open();
    await press('Giv Karina Holst en ny engangsadgangssætning');
    await press('Giv en ny');
    await press('Udskriv ark');
    expect(print).toHaveBeenCalledTimes(1);
    const sheets = document.querySelector('body > .sheets');
    expect(sheets?.textContent).toMatch(new RegExp(`Karina Holst.*${sampleOneTime}`, 's'));
    await press('Færdig');
    expect(document.querySelector('body > .sheets')).toBeNull();
    vi.unstubAllGlobals();
  });
});

describe('changing somebody', () => {
  it('begins with the roles they have, and saves all of them', async () => {
    await open();
    await press('Ret Karina Holst');
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'sagsbehandler' }).checked).toBe(true);
    await fireEvent.click(screen.getByRole('checkbox', { name: 'økonomi' }));
    await fill('Navn i ark', ' ');
    await press('Gem');
    await waitFor(async () => {
      expect((await rowOf('Karina Holst')).textContent).toContain('sagsbehandler, økonomi');
    });
    expect(request('change_person')).toEqual({
      id: 'karina-holst',
      roles: ['sagsbehandler', 'økonomi'],
      employee: null,
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows at the roles why the last administrator stays one', async () => {
    await open();
    await press('Ret Pia Lindskov');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'administrator' }));
    await press('Gem');
    expect((await screen.findByRole('alert')).textContent).toContain('mindst én administrator');
    const group = screen.getByRole('group', { name: 'Roller' });
    const said = document.getElementById(group.getAttribute('aria-describedby') ?? '');
    expect(said?.textContent).toContain('mindst én administrator');
  });
});

describe('removing somebody', () => {
  async function remove(passphrase: string): Promise<void> {
    await open();
    await press('Fjern Karina Holst');
    await fill('Din egen adgangssætning', passphrase);
    await fireEvent.click(
      within(screen.getByRole('dialog')).getByRole('button', { name: 'Fjern Karina Holst' }),
    );
  }

  it('says who and what happens, and asks for one’s own passphrase', async () => {
    await open();
    await press('Fjern Karina Holst');
    const dialog = screen.getByRole('dialog', { name: 'Fjern Karina Holst' });
    expect(dialog.textContent).toMatch(/ny nøgle.*engangsadgangssætning.*ny gendannelsesnøgle/s);
    expect(document.activeElement).toBe(screen.getByLabelText('Din egen adgangssætning'));
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Fjern Karina Holst' }));
    expect(screen.getByRole('alert').textContent).toContain('Skriv din egen adgangssætning.');
    expect(request('remove_person')).toBeUndefined();
  });

  it('removes nobody for a wrong passphrase, and keeps the dialogue', async () => {
    await remove('forkert');
    expect((await screen.findByRole('alert')).textContent).toContain('passer ikke');
    expect(handOver.removal).toBeNull();
  });

  it('leads to a page that stays until the key is written down and the passphrases are handed out', async () => {
    await remove(samplePassphrase);
    expect(await screen.findByRole('heading', { name: 'Karina Holst er fjernet' })).toBeTruthy();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(screen.getByText(/kunne ikke nås/)).toBeTruthy();
    expect(screen.getByRole('button', { name: /Kopiér: .*Michael Brandt/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Udskriv 2 ark' })).toBeTruthy();

    await press('Færdig');
    const said = screen.getAllByRole('alert').map((alert) => alert.textContent);
    expect(said.join(' ')).toMatch(/Det er ikke den gruppe.*vises kun her/s);
    expect(handOver.removal).not.toBeNull();

    await fireEvent.input(screen.getByLabelText(/Skriv gruppe nr/), { target: { value: group() } });
    await fireEvent.click(screen.getByRole('checkbox', { name: /givet dem videre/ }));
    await press('Færdig');
    expect(handOver.removal).toBeNull();
    expect((await rowOf('Karina Holst')).textContent).toContain('Fjernet 20-11-2026');
    expect(document.body.textContent).not.toContain(sampleOneTime);
  });

  it('says so and hands nothing out where the person had no access and the key stays', async () => {
    const left = samplePeople('local');
    const people = { ...left, people: left.people.filter((person) => person.name !== 'Karina Holst') };
    replaced['remove_person'] = {
      recoveryKey: null,
      oneTime: [],
      backups: ['Nøglen er ikke skiftet.'],
      people,
    };
    await remove(samplePassphrase);
    await waitFor(() => {
      expect(messages.list.at(-1)?.text).toBe('Karina Holst er fjernet. Nøglen er ikke skiftet.');
    });
    expect(handOver.removal).toBeNull();
    expect(within(await table()).queryByRole('row', { name: /Karina Holst/ })).toBeNull();
  });

  it('can be done again where the key of somebody removed still opens the database', async () => {
    const left = samplePeople('local');
    const status = { tone: 'bad', text: 'Fjernet, men nøglen er ikke skiftet endnu: fjern personen igen' };
    const people = left.people.map((person) => (person.isActive ? person : { ...person, status }));
    replaced['people'] = { ...left, people };
    await open();
    const row = await rowOf('Bente Storm');
    expect(
      within(row)
        .getAllByRole('button')
        .map((button) => button.textContent),
    ).toEqual(['fjern']);
  });

  it('hides the page while the window is locked, and shows it again to the same person only', async () => {
    await remove(samplePassphrase);
    await screen.findByRole('heading', { name: 'Karina Holst er fjernet' });
    await session.lock();
    await screen.findByLabelText('Adgangssætning');
    expect(document.body.textContent).not.toContain(sampleOneTime);
    expect(document.body.textContent).not.toContain('P4TR');

    session.enter({ ...sampleSession('open'), user: 'Jens Aagaard' });
    await screen.findByRole('button', { name: /Søg/ });
    expect(document.body.textContent).not.toContain('P4TR');

    session.accept(sampleSession('open'));
    expect(await screen.findByRole('heading', { name: 'Karina Holst er fjernet' })).toBeTruthy();
  });
});

describe('a new recovery key', () => {
  async function renew(passphrase: string): Promise<void> {
    await open();
    await press('Ny gendannelsesnøgle');
    await fill('Din egen adgangssætning', passphrase);
    await press('Lav ny nøgle');
  }

  it('asks for one’s own passphrase, and keeps the dialogue for a wrong one', async () => {
    await renew('');
    expect(screen.getByRole('alert').textContent).toContain('Skriv din egen adgangssætning.');
    expect(request('renew_recovery_key')).toBeUndefined();
    await fill('Din egen adgangssætning', 'forkert');
    await press('Lav ny nøgle');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('passer ikke'));
    expect(handOver.removal).toBeNull();
  });

  it('is shown on a page that stays until it is written down, and never again', async () => {
    await renew(samplePassphrase);
    expect(await screen.findByRole('heading', { level: 1, name: 'Ny gendannelsesnøgle' })).toBeTruthy();
    expect(request('renew_recovery_key')).toEqual({ passphrase: samplePassphrase });
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(screen.queryByText(/engangsadgangssætning/i)).toBeNull();
    await press('Færdig');
    expect(screen.getByRole('alert').textContent).toContain('Det er ikke den gruppe.');
    await fireEvent.input(screen.getByLabelText(/Skriv gruppe nr/), { target: { value: group() } });
    await press('Færdig');
    await table();
    expect(document.body.textContent).not.toContain('P4TR');
  });

  it('is there again after the window was locked', async () => {
    await renew(samplePassphrase);
    await screen.findByRole('heading', { level: 1, name: 'Ny gendannelsesnøgle' });
    await session.lock();
    await screen.findByLabelText('Adgangssætning');
    expect(document.body.textContent).not.toContain('P4TR');
    session.enter(sampleSession('open'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Ny gendannelsesnøgle' })).toBeTruthy();
  });

  it('is not made here for a shared database', async () => {
    await open({ kind: 'shared' });
    await table();
    expect(screen.queryByRole('button', { name: 'Ny gendannelsesnøgle' })).toBeNull();
  });
});

describe('the settings of a shared database', () => {
  it('say what the server does instead of offering backups', async () => {
    await open({ kind: 'shared' });
    navigation.replace({ screen: 'settings' });
    expect(await screen.findByRole('heading', { name: 'Serveren passer på databasen' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /sikkerhedskopi/i })).toBeNull();
  });
});
