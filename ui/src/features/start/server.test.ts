// Choosing a server, signing in to it and creating a database on it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { KnownDatabase } from '$/ipc/generated/KnownDatabase';
import { fakeCore, sampleOneTime, samplePassphrase, sampleSession } from '$/ipc/testing/fake';
import { sharedDatabase } from '$/ipc/testing/people';
import SignInForm from './SignInForm.svelte';
import StartScreen from './StartScreen.svelte';

/** What was asked of the core, beside the made-up core's answers. */
let asked: { name: string; request: unknown }[] = [];

beforeEach(() => {
  asked = [];
  const core = fakeCore({ phase: 'start' });
  useTransport((name, request) => {
    asked.push({ name, request });
    return core(name, request);
  });
  session.accept(sampleSession('start'));
});

function start(): void {
  render(StartScreen, { state: sampleSession('start'), isSettingUp: false });
}

async function press(name: string | RegExp): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }));
}

async function fill(label: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
}

function signIn(more: Partial<KnownDatabase> = {}): void {
  render(SignInForm, { database: { ...sharedDatabase, ...more }, onother: () => undefined });
}

describe('the start screen', () => {
  it('offers three ways in and says of each recent database where it lies and who used it', () => {
    start();
    const ways = screen.getAllByRole('button').map((button) => button.textContent);
    expect(ways[0]).toContain('Opret database');
    expect(ways[1]).toContain('Åbn database');
    expect(ways[2]).toContain('Fælles database på en server');
    expect(ways[3]).toMatch(/Egeskov Kommune.*Denne pc/s);
    expect(ways[4]).toMatch(/db\.egeskov\.example\/vilkaar · sidst karina\.holst.*Server/s);
  });

  it('asks for a user name at a shared database and for a passphrase at a local one', async () => {
    start();
    await press(/sidst karina\.holst/);
    expect(screen.getByRole('button', { name: 'Log ind som karina.holst' })).toBeTruthy();
    await press('Vælg en anden database');
    await press(/Denne pc/);
    expect(screen.getByLabelText('Adgangssætning')).toBeTruthy();
  });
});

describe('choosing a server', () => {
  async function choose(address: string): Promise<void> {
    start();
    await press(/Fælles database på en server/);
    await fill('Serverens adresse', address);
    await press('Fortsæt');
  }

  it('says at the address what is wrong with it, keeps it, and puts the keyboard there', async () => {
    await choose('egeskov');
    const field = screen.getByLabelText<HTMLInputElement>('Serverens adresse');
    expect((await screen.findByRole('alert')).textContent).toContain('server/database');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.value).toBe('egeskov');
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  it('asks nothing of the core without an address', async () => {
    await choose('  ');
    expect(screen.getByRole('alert').textContent).toContain('Skriv serverens adresse.');
    expect(asked).toEqual([]);
  });

  it('shows the sentence of a server that does not answer', async () => {
    await choose('borte/vilkaar');
    expect((await screen.findByRole('alert')).textContent).toContain('Serveren borte svarer ikke');
  });

  it('hands over the certificate that was chosen, and none after it was dropped', async () => {
    start();
    await press(/Fælles database på en server/);
    await press('Vælg certifikatfil');
    await screen.findByText('/home/pia/egeskov-ca.pem');
    await fill('Serverens adresse', 'egeskov');
    await press('Fortsæt');
    await screen.findByRole('alert');
    await press('Brug pc’ens egne');
    await press('Fortsæt');
    await waitFor(() => expect(asked.filter((call) => call.name === 'choose_server')).toHaveLength(2));
    expect(asked.filter((call) => call.name === 'choose_server').map((call) => call.request)).toEqual([
      { address: 'egeskov', certificate: 'certificate' },
      { address: 'egeskov', certificate: null },
    ]);
  });

  it('goes on to signing in', async () => {
    await choose('db.kommune.example/vilkaar');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Brugernavn')));
  });
});

describe('signing in', () => {
  const request = () => asked.find((call) => call.name === 'sign_in')?.request;

  it('takes one press where the password is kept, and the keyboard stands at it', async () => {
    signIn();
    const button = screen.getByRole('button', { name: 'Log ind som karina.holst' });
    expect(document.activeElement).toBe(button);
    await fireEvent.click(button);
    await waitFor(() => expect(session.state?.phase).toBe('open'));
    expect(request()).toEqual({ database: 'server', user: 'karina.holst', password: null, keep: true });
  });

  it('can be done with another name and password instead', async () => {
    signIn();
    await press('Brug et andet login');
    expect(document.activeElement).toBe(screen.getByLabelText('Adgangskode'));
    await fill('Brugernavn', ' jens.aagaard ');
    await fill('Adgangskode', samplePassphrase);
    await press('Log ind');
    await waitFor(() => expect(session.state?.phase).toBe('open'));
    expect(request()).toEqual({
      database: 'server',
      user: 'jens.aagaard',
      password: samplePassphrase,
      keep: false,
    });
  });

  it('leaves the keyboard where the user name is being typed', async () => {
    signIn({ passwordIsKept: false, lastUser: null });
    const user = screen.getByLabelText<HTMLInputElement>('Brugernavn');
    await waitFor(() => expect(document.activeElement).toBe(user));
    await fill('Brugernavn', 'k');
    expect(document.activeElement).toBe(user);
  });

  it('keeps the password only when that is ticked', async () => {
    signIn({ passwordIsKept: false });
    await fill('Adgangskode', samplePassphrase);
    await fireEvent.click(screen.getByRole('checkbox', { name: /nøglering/ }));
    await press('Log ind');
    await waitFor(() => expect(request()).toMatchObject({ keep: true }));
  });

  it('names what is missing', async () => {
    signIn({ passwordIsKept: false, lastUser: null });
    await press('Log ind');
    const said = screen.getAllByRole('alert').map((alert) => alert.textContent);
    expect(said.join(' ')).toMatch(/brugernavn.*adgangskode/s);
    expect(request()).toBeUndefined();
  });

  it('shows a wrong password at its field', async () => {
    signIn({ passwordIsKept: false });
    await fill('Adgangskode', 'forkert');
    await press('Log ind');
    expect((await screen.findByRole('alert')).textContent).toContain('passer ikke');
    expect(screen.getByLabelText('Adgangskode').getAttribute('aria-invalid')).toBe('true');
  });

  it('says what is wrong with a kept password too, though its field is not there', async () => {
    const refused = {
      code: 'wrong_password',
      field: 'password',
      message: 'Koden er skiftet.',
      incident: null,
    };
    useTransport(() => Promise.reject(refused));
    signIn();
    const button = screen.getByRole('button', { name: 'Log ind som karina.holst' });
    await fireEvent.click(button);
    expect((await screen.findByRole('alert')).textContent).toContain('Koden er skiftet.');
  });

  it('tells how long to wait after too many attempts, and keeps what was typed', async () => {
    const refused = {
      code: 'too_many_attempts',
      field: null,
      message: 'For mange forsøg. Prøv igen om 40 sekunder.',
      incident: null,
    };
    useTransport(() => Promise.reject(refused));
    signIn({ passwordIsKept: false });
    await fill('Adgangskode', 'næsten rigtig');
    await press('Log ind');
    expect((await screen.findByRole('alert')).textContent).toContain('om 40 sekunder');
    expect(screen.getByLabelText<HTMLInputElement>('Adgangskode').value).toBe('næsten rigtig');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Log ind' }).disabled).toBe(false);
  });
});

describe('creating a shared database', () => {
  async function create(adminPassword: string): Promise<void> {
    start();
    await press(/Fælles database på en server/);
    await press('Opret en fælles database');
    await fill('Serverens adresse', 'db.egeskov.example/vilkaar');
    await fill('Administratorens brugernavn', 'postgres');
    await fill('Administratorens adgangskode', adminPassword);
    await fill('Kommune', 'Egeskov Kommune');
    await fill('Personens navn', 'Karina Holst');
    await fill('Personens brugernavn', 'karina.holst');
    await press('Opret fælles database');
  }

  it('names every field that is missing', async () => {
    start();
    await press(/Fælles database på en server/);
    await press('Opret en fælles database');
    await press('Opret fælles database');
    expect(screen.getAllByRole('alert')).toHaveLength(6);
    expect(asked).toEqual([]);
  });

  it('shows a refused administrator at the password', async () => {
    await create('forkert');
    await screen.findByRole('alert');
    const field = screen.getByLabelText('Administratorens adgangskode');
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('shows what was done and the password once, and goes on only when it is noted', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    await create(samplePassphrase);
    expect(await screen.findByText(/Skemaet vilkaar er oprettet/)).toBeTruthy();
    await press('Kopiér: Engangsadgangskode til Karina Holst');
    expect(writeText).toHaveBeenCalledWith(sampleOneTime);
    expect((await screen.findAllByText('Kopieret')).map((said) => said.role)).toContain('status');

    await press('Videre til login');
    expect(screen.getByRole('alert').textContent).toContain('vises kun her');
    await fireEvent.click(screen.getByRole('checkbox', { name: /skrevet den ned/ }));
    await press('Videre til login');
    expect(screen.getByLabelText<HTMLInputElement>('Brugernavn').value).toBe('karina.holst');
    expect(screen.queryByText(sampleOneTime)).toBeNull();
    vi.unstubAllGlobals();
  });
});
