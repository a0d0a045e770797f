// Any form while it is filled in: checked as one types, with what it would do; refused at its field; undone from its
// message; kept as a draft. And what opens forms: the menus, by keyboard, and the targets of what is missing.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import { toHash } from '$/app/router';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { Draft } from '$/ipc/generated/Draft';
import type { FormCheck } from '$/ipc/generated/FormCheck';
import type { FormInput } from '$/ipc/generated/FormInput';
import type { FormRequest } from '$/ipc/generated/FormRequest';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { SaveForm } from '$/ipc/generated/SaveForm';
import { ControlledCore } from '$/ipc/testing/controlled';
import { otherForm, sampleCheck } from '$/ipc/testing/forms';
import { openForm, openTarget } from './openForm.svelte';

const number = 'S2022-1008';
const request: FormRequest = { action: 'addRate', case: number, record: null, proposed: [] };
let core: ControlledCore;

function field(label: string): HTMLInputElement {
  return screen.getByLabelText(label);
}

async function type(label: string, value: string): Promise<void> {
  await fireEvent.input(field(label), { target: { value } });
}

async function press(name: string): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }));
}

function checks(): FormInput[] {
  return core.requests<FormInput>('check_rate');
}

/** Opens *Ny takstlinje* and waits for the first check. */
async function open(): Promise<void> {
  openForm.open(request);
  await screen.findByLabelText('Gælder fra');
  await waitFor(() => expect(checks()).toHaveLength(1));
}

beforeEach(async () => {
  session.state = null;
  messages.clear();
  core = new ControlledCore();
  useTransport(core.transport);
  navigation.replace({ screen: 'placement', case: number, section: 'economy' });
  render(App);
  await screen.findByRole('button', { name: 'Ret' });
});

describe('while typing', () => {
  it('nothing is said of a field that nobody has touched', async () => {
    await open();
    expect(field('Gælder fra').getAttribute('aria-invalid')).toBe('false');
    expect(within(screen.getByRole('dialog')).queryByRole('alert')).toBeNull();
  });

  it('what is wrong with a field is said when the keyboard has left it', async () => {
    await open();
    await type('Gælder fra', '31-31');
    await fireEvent.focusOut(field('Gælder fra'));
    await waitFor(() => expect(field('Gælder fra').getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText('Skriv datoen som 20-11-2026.')).toBeTruthy();
    expect(screen.queryByText('Udfyld gælder fra.')).toBeNull();
    await type('Gælder fra', '01-12-2026');
    await waitFor(() => expect(field('Gælder fra').getAttribute('aria-invalid')).toBe('false'));
  });

  it('what is odd is pointed out and keeps nothing from being saved', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await type('Takst', '9.999,00');
    await fireEvent.focusOut(field('Takst'));
    expect(await screen.findByText('Taksten er fire gange den forrige.')).toBeTruthy();
    expect(field('Takst').getAttribute('aria-invalid')).toBe('false');
    await press('Gem');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('the core is asked when the typing pauses, one question at a time, and the last answer counts', async () => {
    await open();
    const waiting: (() => void)[] = [];
    core.answer('check_rate', (input: FormInput) => {
      return new Promise<FormCheck>((resolve) => waiting.push(() => resolve(sampleCheck(input))));
    });
    await type('Takst', '1');
    await type('Takst', '12');
    await type('Takst', '123');
    await waitFor(() => expect(waiting).toHaveLength(1));
    expect(checks()).toHaveLength(2);
    // The pause goes by on the test's own clock: still only one question is under way.
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await type('Gælder fra', '01-12-2026');
    await vi.advanceTimersByTimeAsync(350);
    vi.useRealTimers();
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    await waitFor(() => expect(waiting).toHaveLength(2));
    const amounts = checks().map(({ values }) => values.find(({ name }) => name === 'amount')?.value);
    expect(amounts).toEqual(['2.466,27', '123', '123']);
    // The answer to the first didn't count: it had no date, so it told of no effect.
    waiting[1]?.();
    expect(await screen.findByRole('table', { name: 'Virkning på udgiften' })).toBeTruthy();
  });

  it('what saving would do stands beside the fields: figures, remarks and steps', async () => {
    await open();
    const panel = screen.getByTestId('effect');
    expect(panel.textContent).toContain('Her står, hvad ændringen koster');
    await type('Gælder fra', '01-12-2026');
    const table = await screen.findByRole('table', { name: 'Virkning på udgiften' });
    const row = within(table).getByRole('row', { name: /2027/ });
    expect(row.textContent).toMatch(/900\.188,55 kr\..*928\.012,40 kr\..*\+27\.823,85 kr\..*\+3,1 %/s);
    expect(screen.getByText('Sagen bliver under 1,0 mio. kr.')).toBeTruthy();
    expect(panel.textContent).toContain('slutter 30-11-2026');
  });

  it('a field that depends on another is shown with it', async () => {
    await open();
    expect(screen.queryByLabelText('Timer pr. uge')).toBeNull();
    await fireEvent.change(field('Ydelse'), { target: { value: 'Timetakst' } });
    expect(await screen.findByLabelText('Timer pr. uge')).toBeTruthy();
  });
});

describe('saving', () => {
  it('that is refused says so at each field and puts the keyboard at the first', async () => {
    await open();
    await type('Til og med', '01-01-2020');
    await press('Gem');
    await waitFor(() => expect(document.activeElement).toBe(field('Gælder fra')));
    expect(screen.getByText('Udfyld gælder fra.')).toBeTruthy();
    expect(screen.getByText('Slutdatoen ligger før startdatoen. Ret en af dem.')).toBeTruthy();
    expect(field('Til og med').value).toBe('01-01-2020');
  });

  it('asks for a reason where one is required, at its field', async () => {
    openForm.open({ ...request, action: 'correctRate', record: 'line-2' });
    await screen.findByLabelText('Gælder fra');
    await type('Gælder fra', '01-12-2026');
    await press('Gem');
    await waitFor(() => expect(document.activeElement).toBe(field('Begrundelse')));
    expect(screen.getByText('Skriv hvorfor. Begrundelsen står i historikken.')).toBeTruthy();
    expect(core.requests('save_rate')).toEqual([]);
    await type('Begrundelse', 'Tastefejl');
    await press('Gem');
    await waitFor(() => expect(core.requests<SaveForm>('save_rate')).toHaveLength(1));
    expect(core.requests<SaveForm>('save_rate')[0]).toMatchObject({ record: 'line-2', reason: 'Tastefejl' });
  });

  it('is done by Ctrl+Enter from a text of several lines', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await fireEvent.keyDown(field('Kilde'), { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests('save_rate')).toHaveLength(1);
  });

  it('leaves a message from which it is undone', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await press('Gem');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const said = screen.getByRole('region', { name: 'Beskeder' });
    expect(within(said).getByText(`${number}: Gemt.`)).toBeTruthy();
    core.answer('undo', () => ({ outcome: 'saved', message: 'Fortrudt.', operation: null, case: null }));
    await fireEvent.click(within(said).getByRole('button', { name: 'Fortryd' }));
    expect(await within(said).findByText('Fortrudt.')).toBeTruthy();
    expect(within(said).queryByText(`${number}: Gemt.`)).toBeNull();
    expect(within(said).queryByRole('button', { name: 'Fortryd' })).toBeNull();
    expect(core.requests('undo')).toEqual([{ operation: '01990000-0000-7000-8000-000000000001' }]);
  });

  it('of a new case goes there', async () => {
    openForm.open({ action: 'newPlacement', case: null, record: null, proposed: [] });
    await screen.findByLabelText('Borgerens navn');
    await type('Borgerens navn', 'Anna Test');
    await type('Cpr-nummer', '610190-0000');
    await type('Tilbud', 'Solbakkehus');
    await type('Indflyttet', '01-12-2026');
    await fireEvent.change(field('Lovgrundlag'), { target: { value: '§ 107' } });
    await fireEvent.click(field('Nattevagt'));
    await press('Opret placeringen');
    await waitFor(() => expect(navigation.route).toMatchObject({ case: 'S2026-1059' }));
    const [sent] = core.requests<SaveForm>('save_placement');
    expect(sent?.values).toContainEqual({ name: 'content', value: 'Kost; Husleje; Nattevagt' });
  });
});

describe('a draft', () => {
  const form = otherForm(request);
  const base = form.fields.map(({ name, value }) => ({ name, value }));
  const draft: Draft = {
    key: `addRate|${number}|`,
    title: form.title,
    request,
    base,
    values: base.map((value) => (value.name === 'from' ? { ...value, value: '01-12-2026' } : value)),
    reason: 'Aftalt i telefonen',
  };
  const kept: KeptDraft = { draft, at: '20-11-2026 09.41' };

  it('is kept when the typing pauses, and dropped when the form is saved', async () => {
    await open();
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      await type('Gælder fra', '01-12-2026');
      await type('Begrundelse', 'Aftalt i telefonen');
      expect(core.requests('keep_draft')).toEqual([]);
      await vi.advanceTimersByTimeAsync(2100);
    } finally {
      vi.useRealTimers();
    }
    expect(core.requests('keep_draft')).toEqual([draft]);
    await press('Gem');
    await waitFor(() => expect(core.requests('drop_draft')).toEqual([{ key: draft.key }]));
  });

  it('is kept every five seconds while somebody types without a pause', async () => {
    await open();
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const begun = Date.now();
      let [keptAt, keptText] = [begun, ''];
      for (let letters = 1; letters <= 24; letters += 1) {
        await type('Kilde', 'x'.repeat(letters));
        await vi.advanceTimersByTimeAsync(500);
        const kept = core.requests<Draft>('keep_draft').at(-1);
        const text = kept?.values.find(({ name }) => name === 'source')?.value ?? '';
        if (text !== keptText) [keptAt, keptText] = [Date.now(), text];
        expect(Date.now() - keptAt).toBeLessThan(5000);
      }
      expect(core.requests('keep_draft').length).toBeGreaterThan(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is kept at once when the window locks itself, before the core is closed', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await session.lock();
    const names = core.asked.map(({ name }) => name).filter((name) => /draft|lock/.test(name));
    expect(names.slice(-2)).toEqual(['keep_draft', 'lock']);
    expect(core.requests<Draft>('keep_draft')[0]?.values).toContainEqual({
      name: 'from',
      value: '01-12-2026',
    });
  });

  it('that a server takes too long to keep does not hold up the lock', async () => {
    await open();
    core.answer('keep_draft', () => new Promise(() => undefined));
    await type('Gælder fra', '01-12-2026');
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      void session.lock();
      expect(session.state?.phase).toBe('locked');
      await vi.advanceTimersByTimeAsync(2500);
    } finally {
      vi.useRealTimers();
    }
    expect(core.requests('lock')).toHaveLength(1);
  });

  it('is kept when the window is closed, which waits for it', async () => {
    expect(window.vilkaarMayClose?.()).toBe(true);
    await open();
    let keep: () => void = () => undefined;
    core.answer('keep_draft', () => new Promise((resolve) => (keep = () => resolve(null))));
    await type('Gælder fra', '01-12-2026');
    expect(window.vilkaarMayClose?.()).toBe(false);
    await waitFor(() => expect(core.requests('keep_draft')).toHaveLength(1));
    expect(window.vilkaarMayClose?.()).toBe(false);
    keep();
    await waitFor(() => expect(window.vilkaarMayClose?.()).toBe(true));
  });

  it('is offered when its form is opened, and gone on from', async () => {
    core.answer('drafts', () => ({ drafts: [kept] }));
    openForm.open(request);
    expect(await screen.findByText('Du har en kladde fra 20-11-2026 09.41.')).toBeTruthy();
    expect(screen.queryByLabelText('Gælder fra')).toBeNull();
    const goOn = screen.getByRole('button', { name: 'Fortsæt kladden' });
    await waitFor(() => expect(document.activeElement).toBe(goOn));
    await fireEvent.click(goOn);
    await waitFor(() => expect(field('Gælder fra').value).toBe('01-12-2026'));
    expect(field('Begrundelse').value).toBe('Aftalt i telefonen');
  });

  it('stays where it is when one leaves without answering', async () => {
    core.answer('drafts', () => ({ drafts: [kept] }));
    openForm.open(request);
    const goOn = await screen.findByRole('button', { name: 'Fortsæt kladden' });
    await fireEvent.keyDown(goOn, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests('drop_draft')).toEqual([]);
  });

  it('is forgotten when one says so', async () => {
    core.answer('drafts', () => ({ drafts: [kept] }));
    openForm.open(request);
    await fireEvent.click(await screen.findByRole('button', { name: 'Glem den' }));
    await waitFor(() => expect(field('Gælder fra').value).toBe(''));
    await waitFor(() => expect(core.requests('drop_draft')).toEqual([{ key: draft.key }]));
  });

  it('over what somebody changed since is saved over the values that it was typed over', async () => {
    const old = base.map((value) => (value.name === 'amount' ? { ...value, value: '2.400,00' } : value));
    openForm.resume({ ...kept, draft: { ...draft, base: old } });
    await waitFor(() => expect(field('Gælder fra').value).toBe('01-12-2026'));
    await press('Gem');
    await waitFor(() => expect(core.requests<SaveForm>('save_rate')).toHaveLength(1));
    expect(core.requests<SaveForm>('save_rate')[0]?.base).toEqual(old);
  });

  it('is left behind when one closes and wants it kept', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await fireEvent.keyDown(field('Gælder fra'), { key: 'Escape' });
    await press('Behold som kladde');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests<Draft>('keep_draft').at(-1)?.values).toContainEqual({
      name: 'from',
      value: '01-12-2026',
    });
  });
});

describe('a menu', () => {
  async function key(name: string): Promise<void> {
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: name });
  }

  it('opens, moves and chooses by keyboard alone', async () => {
    const button = await screen.findByRole('button', { name: 'Handlinger' });
    button.focus();
    await key('ArrowDown');
    const items = await screen.findAllByRole('menuitem');
    await waitFor(() => expect(document.activeElement).toBe(items[0]));
    await key('ArrowUp');
    expect(document.activeElement).toBe(items.at(-1));
    await key('Home');
    await key('f');
    expect(document.activeElement?.textContent).toContain('Flyt til et andet tilbud');
    await key('Escape');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
    // Esc closed the menu and not the case.
    expect(navigation.route.screen).toBe('placement');
    await key('ArrowDown');
    await key('n');
    await fireEvent.click(document.activeElement as HTMLElement);
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('of a rate line opens its forms, by the right button too', async () => {
    const row = (await screen.findAllByRole('row', { name: /2\.466,27/ }))[0] as HTMLElement;
    await fireEvent.contextMenu(row);
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Ret fejl' }));
    await screen.findByRole('dialog', { name: 'Ret en fejl i taksten' });
    expect(core.requests<FormRequest>('rate_form')).toEqual([
      { action: 'correctRate', case: number, record: 'line-2', proposed: [] },
    ]);
  });

  it('holds nothing that one’s roles do not open', async () => {
    session.state = { ...session.state!, allowed: ['see_cases', 'edit_rates'] };
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Ret' })).toBeNull());
    await fireEvent.click(screen.getByRole('button', { name: 'Handlinger' }));
    const items = await screen.findAllByRole('menuitem');
    expect(items.map((item) => item.textContent)).toEqual(['Ny takstlinje']);
  });

  it('holds nothing while one looks at a past day', async () => {
    session.state = { ...session.state!, knownAsOf: '01-01-2026' };
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Handlinger' })).toBeNull());
    openForm.open(request);
    expect(openForm.current).toBeNull();
  });
});

describe('the mouse’s back button', () => {
  /** The browser goes back on its own: only the address tells of it. */
  async function goBack(): Promise<void> {
    const arrived = new Promise((resolve) => {
      window.addEventListener('hashchange', resolve, { once: true });
    });
    window.location.hash = toHash({ screen: 'placements' });
    await arrived;
  }

  it('takes a form with nothing typed along with its screen', async () => {
    await open();
    await goBack();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(openForm.current).toBeNull();
    expect(navigation.route.screen).toBe('placements');
  });

  it('leaves neither where something is typed', async () => {
    await open();
    await type('Gælder fra', '01-12-2026');
    await goBack();
    expect(navigation.route).toMatchObject({ screen: 'placement', case: number });
    expect(window.location.hash).toBe(toHash(navigation.route));
    expect(field('Gælder fra').value).toBe('01-12-2026');
  });

  it('takes a calculation along too', async () => {
    await fireEvent.click((await screen.findAllByRole('button', { name: /^Vis beregning/ }))[0] as Element);
    await screen.findByRole('dialog');
    await goBack();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('a target', () => {
  it('leads to its part of the case and into its form at the field', async () => {
    navigation.replace({ screen: 'placements' });
    openTarget({
      case: number,
      section: 'contract',
      action: 'correctContract',
      record: 'c',
      field: 'notice',
    });
    await waitFor(() => expect(document.activeElement).toBe(field('Kommunens varsel')));
    const contract = { screen: 'placement', case: number, section: 'contract' };
    await waitFor(() => expect(navigation.route).toEqual(contract));
  });

  it('is where what is missing leads', async () => {
    await fireEvent.click(await screen.findByRole('link', { name: /Underskreven kontrakt/ }));
    await waitFor(() => expect(document.activeElement).toBe(field('Kommunens varsel')));
  });

  it('proposed by a trappetakst opens the form filled in', async () => {
    const proposal = await screen.findByRole('complementary', { name: 'Forslag til takst' });
    await fireEvent.click(within(proposal).getByRole('button', { name: 'Ny takst fra 01-12-2026' }));
    await waitFor(() => expect(field('Takst').value).toBe('2.050,00'));
    await fireEvent.keyDown(field('Takst'), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
