// What the start screens check before they ask the core, and what they do with its answers.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import { fakeCore, samplePassphrase, sampleSession } from '$/ipc/testing/fake';
import StartScreen from './StartScreen.svelte';
import { newPassphraseProblem } from './passphrase';
import { groupsOf, groupToAsk, isGroup } from './recoveryKey';

describe('a new passphrase', () => {
  it('has at least 12 characters', () => {
    expect(newPassphraseProblem('elleve tegn', 'elleve tegn')?.field).toBe('passphrase');
    expect(newPassphraseProblem('tolv tegn nu', 'tolv tegn nu')).toBeNull();
  });

  it('is typed twice alike', () => {
    expect(newPassphraseProblem('tolv tegn nu', 'tolv tegn ny')?.field).toBe('again');
  });
});

describe('the recovery key', () => {
  const groups = groupsOf('K7QM-2VXD 9HTR-4NPA');

  it('is asked for by a group that is not the first', () => {
    expect(groups).toEqual(['K7QM', '2VXD', '9HTR', '4NPA']);
    expect([0, 0.34, 0.67, 0.999].map((chance) => groupToAsk(groups, chance))).toEqual([1, 2, 3, 3]);
  });

  it('is recognised without regard to case and spaces, and nothing else is', () => {
    expect(isGroup(' 9htr ', groups[2])).toBe(true);
    expect(isGroup('9HTX', groups[2])).toBe(false);
    expect(isGroup('', undefined)).toBe(false);
  });
});

describe('unlocking', () => {
  beforeEach(() => {
    useTransport(fakeCore({ phase: 'locked' }));
    session.accept(sampleSession('locked'));
  });

  async function type(passphrase: string): Promise<void> {
    await fireEvent.input(screen.getByLabelText('Adgangssætning'), { target: { value: passphrase } });
    await fireEvent.click(screen.getByRole('button', { name: 'Lås op' }));
  }

  it('shows a wrong passphrase at its field', async () => {
    render(StartScreen, { state: sampleSession('locked'), isSettingUp: false });
    await type('forkert');
    expect((await screen.findByRole('alert')).textContent).toContain('Adgangssætningen passer ikke');
    expect(screen.getByLabelText('Adgangssætning').getAttribute('aria-invalid')).toBe('true');
    expect(session.state?.phase).toBe('locked');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Adgangssætning')));
  });

  it('says at the field how long to wait after too many, and keeps what was typed', async () => {
    const wait = {
      code: 'too_many_attempts',
      field: 'passphrase',
      message: 'Vent 30 sekunder.',
      incident: null,
    };
    useTransport(() => Promise.reject(wait));
    render(StartScreen, { state: sampleSession('locked'), isSettingUp: false });
    await type('næsten rigtig');
    expect((await screen.findByRole('alert')).textContent).toContain('Vent 30 sekunder.');
    expect(screen.getByLabelText<HTMLInputElement>('Adgangssætning').value).toBe('næsten rigtig');
  });

  it('shows a refusal of no field under the form', async () => {
    const locked = { code: 'database_locked', field: null, message: 'Pia har den åben.', incident: null };
    useTransport(() => Promise.reject(locked));
    render(StartScreen, { state: sampleSession('locked'), isSettingUp: false });
    await type(samplePassphrase);
    expect((await screen.findByRole('alert')).textContent).toContain('Pia har den åben.');
    expect(screen.getByLabelText('Adgangssætning').getAttribute('aria-invalid')).toBe('false');
  });

  it('opens the session with the right one', async () => {
    render(StartScreen, { state: sampleSession('locked'), isSettingUp: false });
    await type(samplePassphrase);
    await waitFor(() => expect(session.state?.phase).toBe('open'));
  });
});

describe('creating', () => {
  beforeEach(() => {
    useTransport(fakeCore({ phase: 'start' }));
    session.accept(sampleSession('start'));
  });

  async function fill(label: string, value: string): Promise<void> {
    await fireEvent.input(screen.getByLabelText(label), { target: { value } });
  }

  it('names what is missing and asks nothing of the core', async () => {
    render(StartScreen, { state: sampleSession('start'), isSettingUp: false });
    await fireEvent.click(screen.getByRole('button', { name: /Opret database/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Opret database' }));
    const said = screen.getAllByRole('alert').map((alert) => alert.textContent);
    expect(said.join(' ')).toMatch(/kommunens navn.*dit navn.*Vælg en mappe.*12 tegn/s);
    expect(session.state?.phase).toBe('start');
  });

  it('goes on only when a group of the recovery key was typed from the paper', async () => {
    render(StartScreen, { state: sampleSession('start'), isSettingUp: false });
    await fireEvent.click(screen.getByRole('button', { name: /Opret database/ }));
    await fill('Kommune', 'Egeskov Kommune');
    await fill('Dit navn', 'Pia Lindskov');
    await fill('Adgangssætning', samplePassphrase);
    await fill('Gentag adgangssætningen', samplePassphrase);
    await fireEvent.click(screen.getByRole('button', { name: 'Vælg mappe' }));
    await screen.findByText('/home/pia/Dokumenter');
    await fireEvent.click(screen.getByRole('button', { name: 'Opret database' }));

    const field = await screen.findByLabelText<HTMLInputElement>(/Skriv gruppe nr\. \d/);
    await fireEvent.input(field, { target: { value: 'XXXX' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Jeg har gemt den' }));
    expect(screen.getByRole('alert').textContent).toContain('Det er ikke den gruppe');

    const number = Number(/nr\. (\d)/.exec(field.labels?.[0]?.textContent ?? '')?.[1]);
    const group = groupsOf('K7QM-2VXD-9HTR-4NPA-W3FC-8YJE-6BLS-5GUZ')[number - 1] ?? '';
    await fireEvent.input(field, { target: { value: group } });
    await fireEvent.click(screen.getByRole('button', { name: 'Jeg har gemt den' }));
    expect(await screen.findByRole('heading', { name: 'Sikkerhedskopi et andet sted' })).toBeTruthy();
  });
});
