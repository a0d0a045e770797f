// Choosing one's own passphrase after a one-time passphrase, and how strong it is.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { session } from '$/app/session.svelte';
import StrengthMeter from '$/components/StrengthMeter.svelte';
import { useTransport } from '$/ipc/client';
import type { PassphraseStrength } from '$/ipc/generated/PassphraseStrength';
import { fakeCore, sampleOneTime, samplePassphrase } from '$/ipc/testing/fake';

async function fill(label: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
}

async function choose(passphrase: string, again = passphrase): Promise<void> {
  await fill('Din nye adgangssætning', passphrase);
  await fill('Gentag den nye adgangssætning', again);
  await fireEvent.click(screen.getByRole('button', { name: 'Brug denne adgangssætning' }));
}

async function choosePassword(password: string, again = password): Promise<void> {
  await fill('Din nye adgangskode', password);
  await fill('Gentag den nye adgangskode', again);
  await fireEvent.click(screen.getByRole('button', { name: 'Brug denne adgangskode' }));
}

describe('after a one-time passphrase', () => {
  beforeEach(() => {
    session.state = null;
    messages.clear();
  });

  async function signIn(): Promise<void> {
    useTransport(fakeCore({ phase: 'locked' }));
    render(App);
    await screen.findByLabelText('Adgangssætning');
    await fill('Adgangssætning', sampleOneTime);
    await fireEvent.click(screen.getByRole('button', { name: 'Lås op' }));
    await screen.findByRole('heading', { name: 'Vælg din egen adgangssætning' });
  }

  it('nothing else of the program can be reached', async () => {
    await signIn();
    expect(screen.getByText(/har en anden lavet til dig, og den skal skiftes nu/)).toBeTruthy();
    expect(screen.queryByRole('navigation')).toBeNull();
    const buttons = screen.getAllByRole('button').map((button) => button.textContent);
    expect(buttons).toEqual(['Brug denne adgangssætning', 'Vent, og lås']);
  });

  it('the new one opens the program, without asking for the one just typed', async () => {
    await signIn();
    expect(screen.queryByLabelText('Den adgangssætning, du har fået')).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText('Din nye adgangssætning'));
    await choose(samplePassphrase);
    await waitFor(() => expect(session.state?.phase).toBe('open'));
    expect(messages.list.at(-1)?.text).toContain('gælder fra nu af');
  });

  it('both are typed alike', async () => {
    await signIn();
    await choose(samplePassphrase, 'noget helt andet her');
    expect(screen.getByRole('alert').textContent).toContain('ikke ens');
    expect(session.state?.phase).toBe('newPassphrase');
  });

  it('one can lock instead', async () => {
    await signIn();
    await fireEvent.click(screen.getByRole('button', { name: 'Vent, og lås' }));
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
  });

  it('the one-time passphrase is asked for where the program began in the middle', async () => {
    useTransport(fakeCore({ phase: 'newPassphrase', kind: 'shared' }));
    render(App);
    await screen.findByRole('heading', { name: 'Vælg din egen adgangskode' });
    expect(screen.getByRole('button', { name: 'Vent, og log ud' })).toBeTruthy();
    await fill('Den adgangskode, du har fået', 'ikke den');
    await choosePassword(samplePassphrase);
    await waitFor(() => {
      const field = screen.getByLabelText('Den adgangskode, du har fået');
      expect(field.getAttribute('aria-invalid')).toBe('true');
    });
    await fill('Den adgangskode, du har fået', sampleOneTime);
    await choosePassword(samplePassphrase);
    await waitFor(() => expect(session.state?.phase).toBe('open'));
  });

  it('it is called a password throughout where the database is on a server', async () => {
    useTransport(fakeCore({ phase: 'newPassphrase', kind: 'shared' }));
    render(App);
    await screen.findByRole('heading', { name: 'Vælg din egen adgangskode' });
    await choosePassword('kort');
    expect(screen.getByRole('alert').textContent).toContain('Adgangskoden skal være på mindst 12 tegn.');
    await choosePassword(samplePassphrase, 'noget helt andet her');
    expect(screen.getByRole('alert').textContent).toContain('De to adgangskoder er ikke ens.');
    expect(document.body.textContent.toLowerCase()).not.toContain('adgangssætning');
    await fill('Den adgangskode, du har fået', sampleOneTime);
    await choosePassword(samplePassphrase);
    await waitFor(() => expect(session.state?.phase).toBe('open'));
    expect(messages.list.at(-1)?.text).toBe('Din nye adgangskode gælder fra nu af.');
  });

  it('a weak one is refused at its field with the advice of the core', async () => {
    await signIn();
    const weak = { code: 'weak_passphrase', field: 'new', message: 'For nem at gætte.', incident: null };
    useTransport((name) =>
      name === 'change_passphrase' ? Promise.reject(weak) : fakeCore({ phase: 'newPassphrase' })(name, {}),
    );
    await choose('egeskov egeskov');
    expect((await screen.findByRole('alert')).textContent).toContain('For nem at gætte.');
    expect(screen.getByLabelText('Din nye adgangssætning').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('the strength of a passphrase', () => {
  const asked: { passphrase: string; answer: (strength: PassphraseStrength) => void }[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    useTransport((_, request) => {
      const { passphrase } = request as { passphrase: string };
      return new Promise((resolve) => asked.push({ passphrase, answer: resolve }));
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function meter(passphrase: string) {
    return render(StrengthMeter, { id: 'meter', passphrase });
  }
  const said = () => document.getElementById('meter')?.textContent?.replaceAll(/\s+/g, ' ').trim();

  it('is asked for when the typing pauses, not at every key', async () => {
    const { rerender } = meter('f');
    vi.advanceTimersByTime(200);
    await rerender({ passphrase: 'fi' });
    vi.advanceTimersByTime(200);
    await rerender({ passphrase: 'fire' });
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(250);
    expect(asked.map((question) => question.passphrase)).toEqual(['fire']);
  });

  it('is said in words and politely, with the advice of the core', async () => {
    meter('fire vilde');
    vi.advanceTimersByTime(250);
    asked[0]?.answer({ score: 2, isEnough: false, advice: 'Skriv et ord mere.' });
    await vi.waitFor(() => expect(said()).toBe('Styrke: middel (2 af 4). Skriv et ord mere.'));
    expect(document.getElementById('meter')?.getAttribute('aria-live')).toBe('polite');
  });

  it('drops an answer about something typed before', async () => {
    const { rerender } = meter('fire');
    vi.advanceTimersByTime(250);
    await rerender({ passphrase: 'fire vilde ænder' });
    vi.advanceTimersByTime(250);
    asked[1]?.answer({ score: 4, isEnough: true, advice: 'God.' });
    await vi.waitFor(() => expect(said()).toContain('stærk (4 af 4)'));
    asked[0]?.answer({ score: 0, isEnough: false, advice: 'For kort.' });
    await vi.advanceTimersByTimeAsync(10);
    expect(said()).toContain('stærk (4 af 4)');
  });

  it('gives way to the help when the field is emptied, also for a late answer', async () => {
    const { rerender } = meter('fire');
    vi.advanceTimersByTime(250);
    await rerender({ passphrase: '' });
    asked[0]?.answer({ score: 1, isEnough: false, advice: 'For kort.' });
    await vi.advanceTimersByTimeAsync(10);
    expect(said()).toContain('Mindst 12 tegn');
    await rerender({ passphrase: 'v' });
    expect(said()).toContain('Mindst 12 tegn');
  });
});
