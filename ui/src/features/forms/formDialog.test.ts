// *Ret*: nothing typed is lost, what is wrong stands at its field, and two changes of one thing come together by choice.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { Clash } from '$/ipc/generated/Clash';
import type { FieldValue } from '$/ipc/generated/FieldValue';
import type { SaveOutcome } from '$/ipc/generated/SaveOutcome';
import type { SaveForm } from '$/ipc/generated/SaveForm';
import { savedOutcome } from '$/ipc/testing/daily';
import { ControlledCore } from '$/ipc/testing/controlled';
import { sampleSession } from '$/ipc/testing/fake';
import { sampleForm } from '$/ipc/testing/together';

const number = 'S2022-1008';
const form = sampleForm({ action: 'editPlacement', case: number, record: null, proposed: [] });
const opened: FieldValue[] = form.fields.map(({ name, value }) => ({ name, value }));
let core: ControlledCore;

/** The values with some of them changed. */
function withValues(changed: Record<string, string>, values = opened): FieldValue[] {
  return values.map(({ name, value }) => ({ name, value: changed[name] ?? value }));
}

function saves(): SaveForm[] {
  return core.requests<SaveForm>('save_placement');
}

function field(label: string): HTMLInputElement {
  return screen.getByLabelText(label);
}

async function type(label: string, value: string): Promise<void> {
  await fireEvent.input(field(label), { target: { value } });
}

async function press(name: string): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }));
}

/** Opens the form, with focus where one types. */
async function open(): Promise<void> {
  await fireEvent.keyDown(document.body, { key: 'e' });
  await screen.findByLabelText('Støttetimer');
}

const clash: Clash = {
  sentence: 'Karina Holst ændrede placeringen kl. 10.12, mens du rettede den.',
  fields: [
    { name: 'hoursPerWeek', label: 'Støttetimer', before: '15', theirs: '18', mine: '20', isContested: true },
    { name: 'endDate', label: 'Ophører', before: '', theirs: '01-03-2027', mine: '', isContested: false },
    {
      name: 'caseWorker',
      label: 'Sagsbehandler',
      before: 'Karina Holst',
      theirs: 'Michael Brandt',
      mine: 'Pia Lindskov',
      isContested: true,
    },
  ],
  now: withValues({ hoursPerWeek: '18', endDate: '01-03-2027', caseWorker: 'Michael Brandt' }),
};
const mine = withValues({ hoursPerWeek: '20', caseWorker: 'Pia Lindskov', note: 'Ringet i dag' });

/** Types one's own change, saves, and meets the other's. */
async function meetClash(): Promise<void> {
  core.answer('save_placement', (): SaveOutcome => ({ outcome: 'clashed', clash }));
  await open();
  await type('Støttetimer', '20');
  await type('Sagsbehandler', 'Pia Lindskov');
  await type('Bemærkning', 'Ringet i dag');
  await type('Begrundelse', 'Efter samtale');
  await press('Gem');
  await screen.findByRole('heading', { name: 'I har rettet samtidig' });
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

describe('the form', () => {
  it('is drawn as the core describes it, under its groups, with units, help and choices', async () => {
    await open();
    expect(screen.getByRole('dialog', { name: `Ret ${number}` })).toBeTruthy();
    const who = screen.getByRole('group', { name: 'Hvem' });
    const worker = within(who).getByLabelText<HTMLInputElement>('Sagsbehandler');
    expect(worker.value).toBe('Karina Holst');
    const list = document.getElementById(worker.getAttribute('list') ?? '');
    expect([...(list?.querySelectorAll('option') ?? [])].map((option) => option.value)).toContain(
      'Michael Brandt',
    );
    const described = (input: HTMLElement) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' ');
    expect(described(field('Støttetimer'))).toContain('timer/uge');
    expect(described(field('Ophører'))).toContain('Tom, så længe');
    expect(described(field('Indflyttet'))).toContain('dd-mm-åååå');
    const basis = screen.getByLabelText<HTMLSelectElement>('Lovgrundlag');
    expect([...basis.options].map((option) => option.text)).toEqual(['ikke oplyst', '§ 107', '§ 108']);
  });

  it('opens with E where no letter is typed, from its button and from Ctrl+K', async () => {
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const search = screen.getByRole('combobox');
    await fireEvent.keyDown(search, { key: 'e' });
    expect(core.requests('placement_form')).toEqual([]);
    await fireEvent.input(search, { target: { value: `ret ${number}` } });
    await waitFor(() => expect(screen.getAllByRole('option')[0]?.textContent).toContain(`Ret ${number}`));
    await fireEvent.keyDown(search, { key: 'Enter' });
    await screen.findByLabelText('Støttetimer');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Lovgrundlag')));
    await press('Fortryd');
    await open();
    await press('Fortryd');
    await press('Ret');
    expect(await screen.findByLabelText('Støttetimer')).toBeTruthy();
    expect(core.requests('placement_form')).toHaveLength(3);
  });

  it('saves every value over those it was opened with, says so, and asks for the case anew', async () => {
    await open();
    await type('Støttetimer', '20');
    await fireEvent.change(field('Lovgrundlag'), { target: { value: '§ 108' } });
    await type('Begrundelse', 'Ny bevilling');
    const asked = core.requests('placement').length;
    await fireEvent.submit(field('Støttetimer').closest('form') as HTMLFormElement);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saves()).toEqual([
      {
        action: 'editPlacement',
        case: number,
        record: null,
        operation: form.operation,
        base: opened,
        values: withValues({ hoursPerWeek: '20', legalBasis: '§ 108' }),
        reason: 'Ny bevilling',
      },
    ]);
    expect(await screen.findByText(`${number}: Gemt.`)).toBeTruthy();
    await waitFor(() => expect(core.requests('placement').length).toBeGreaterThan(asked));
  });

  it('says what is wrong at its field, goes there, and keeps what was typed', async () => {
    core.refuse('save_placement', {
      code: 'field_unreadable',
      field: 'hoursPerWeek',
      message: 'Der er 168 timer i en uge. Skriv et tal mellem 0 og 168.',
    });
    await open();
    await type('Støttetimer', '200');
    await type('Bemærkning', 'Ringet i dag');
    await press('Gem');
    expect((await screen.findByRole('alert')).textContent).toContain('168 timer');
    const hours = field('Støttetimer');
    expect(hours.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(hours));
    expect([hours.value, field('Bemærkning').value]).toEqual(['200', 'Ringet i dag']);
  });

  it('stands as it is when the connection is lost, and is sent again as the same operation', async () => {
    core.refuse('save_placement', { code: 'connection_lost', message: 'Der er ingen forbindelse.' });
    await open();
    await type('Bemærkning', 'Ringet i dag');
    await press('Gem');
    expect((await screen.findByRole('alert')).textContent).toContain('ingen forbindelse');
    expect(field('Bemærkning').value).toBe('Ringet i dag');
    core.answer('save_placement', (): SaveOutcome => savedOutcome);
    await press('Gem');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saves()).toHaveLength(2);
    expect(saves()[1]).toEqual(saves()[0]);
  });

  it('closes with Esc at once where nothing would be lost', async () => {
    await open();
    await fireEvent.keyDown(field('Støttetimer'), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(navigation.route.screen).toBe('placement');
  });

  it('asks first where something would, and Esc again goes back to the field', async () => {
    await open();
    await type('Støttetimer', '20');
    field('Støttetimer').focus();
    await fireEvent.keyDown(field('Støttetimer'), { key: 'Escape' });
    expect((await screen.findByRole('alert')).textContent).toContain('1 felt er ændret og ikke gemt.');
    const stay = screen.getByRole('button', { name: 'Bliv her' });
    expect(document.activeElement).toBe(stay);
    await fireEvent.keyDown(stay, { key: 'Escape' });
    await waitFor(() => expect(document.activeElement).toBe(field('Støttetimer')));
    expect(field('Støttetimer').value).toBe('20');
    await press('Fortryd');
    await press('Luk uden at gemme');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saves()).toEqual([]);
  });

  it('is not left by Ctrl+K, Alt+Left or the browser’s back while something is unsaved', async () => {
    await open();
    await type('Støttetimer', '20');
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    expect(screen.queryByRole('combobox', { name: /Søg/ })).toBeNull();
    await fireEvent.keyDown(window, { key: 'ArrowLeft', altKey: true });
    window.location.hash = '#/overblik';
    await new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
    expect(navigation.route.screen).toBe('placement');
    expect(field('Støttetimer').value).toBe('20');
  });
});

describe('locking with something unsaved', () => {
  const question = 'Der er noget, du ikke har gemt. Det ligger som kladde, når du låser op igen.';

  async function ctrlL(): Promise<void> {
    await fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
  }

  it('is asked about, and one can stay with every letter', async () => {
    await open();
    await type('Støttetimer', '20');
    await ctrlL();
    expect(await screen.findByText(question)).toBeTruthy();
    const stay = screen.getByRole('button', { name: 'Bliv her' });
    expect(document.activeElement).toBe(stay);
    await fireEvent.click(stay);
    expect(screen.queryByText(question)).toBeNull();
    expect(field('Støttetimer').value).toBe('20');
    expect(core.requests('lock')).toEqual([]);
  });

  it('is done when one says so', async () => {
    await open();
    await type('Støttetimer', '20');
    await fireEvent.click(screen.getAllByRole('button', { name: 'Lås' })[0] as HTMLElement);
    const dialog = await screen.findByRole('dialog', { name: 'Lås Vilkår' });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Lås' }));
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
    expect(screen.queryByText(question)).toBeNull();
    expect(core.requests('keep_draft')).toHaveLength(1);
  });

  it('is not asked about where nothing would be lost', async () => {
    await open();
    await ctrlL();
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
  });

  it('never is where it comes by itself, and leaves no question behind', async () => {
    await open();
    await type('Støttetimer', '20');
    await ctrlL();
    await screen.findByText(question);
    await session.lock();
    expect(await screen.findByLabelText('Adgangssætning')).toBeTruthy();
    session.enter(sampleSession('open'));
    await screen.findByRole('heading', { level: 1, name: 'Dagens arbejde' });
    expect(screen.queryByText(question)).toBeNull();
  });
});

describe('two changes of one thing', () => {
  it('stand side by side, with the keyboard at the heading', async () => {
    await meetClash();
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'I har rettet samtidig' }));
    expect(screen.getByText(clash.sentence)).toBeTruthy();
    const contested = screen.getByRole('table', { name: 'Rettet af jer begge: vælg for hvert felt' });
    const row = within(contested).getByRole('row', { name: /Støttetimer/ });
    expect(within(row).getByText('15')).toBeTruthy();
    expect(within(row).getByLabelText('Støttetimer: tag deres, 18')).toBeTruthy();
    expect(within(row).getByLabelText('Støttetimer: behold min, 20')).toBeTruthy();
    const along = screen.getByRole('table', { name: 'Rettet af den anden alene: tages med' });
    expect(within(along).getByRole('row', { name: /Ophører ikke oplyst 01-03-2027/ })).toBeTruthy();
  });

  it('come together as chosen, over what the other left, as the same operation', async () => {
    await meetClash();
    await fireEvent.click(screen.getByLabelText('Støttetimer: behold min, 20'));
    await fireEvent.click(screen.getByLabelText('Sagsbehandler: tag deres, Michael Brandt'));
    core.answer('save_placement', (): SaveOutcome => savedOutcome);
    await press('Flet og gem');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saves()).toEqual([
      {
        action: 'editPlacement',
        case: number,
        record: null,
        operation: form.operation,
        base: opened,
        values: mine,
        reason: 'Efter samtale',
      },
      {
        action: 'editPlacement',
        case: number,
        record: null,
        operation: form.operation,
        base: clash.now,
        values: withValues({
          hoursPerWeek: '20',
          caseWorker: 'Michael Brandt',
          note: 'Ringet i dag',
          endDate: '01-03-2027',
        }),
        reason: 'Efter samtale',
      },
    ]);
  });

  it('are not merged before each contested field is chosen; the keyboard goes to the first that is not', async () => {
    await meetClash();
    await fireEvent.click(screen.getByLabelText('Støttetimer: tag deres, 18'));
    await press('Flet og gem');
    expect((await screen.findByRole('alert')).textContent).toContain('Vælg en af dem.');
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText('Sagsbehandler: behold min, Pia Lindskov')),
    );
    expect(saves()).toHaveLength(1);
  });

  it('are left as the other has it by *Tag deres*', async () => {
    await meetClash();
    const asked = core.requests('placement').length;
    await press('Tag deres');
    await press('Tag deres alligevel');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saves()).toHaveLength(1);
    await waitFor(() => expect(core.requests('placement').length).toBeGreaterThan(asked));
  });

  it('say what else goes with *Tag deres*, and stay where one does not want that', async () => {
    await meetClash();
    await press('Tag deres');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Du mister også det, du har skrevet i Bemærkning og Begrundelse.',
    );
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Bliv her' }));
    await press('Bliv her');
    await press('Tilbage til mine');
    expect(field('Bemærkning').value).toBe('Ringet i dag');
  });

  it('are left as the other has it without a question where only contested fields are lost', async () => {
    core.answer('save_placement', (): SaveOutcome => ({ outcome: 'clashed', clash }));
    await open();
    await type('Støttetimer', '20');
    await type('Sagsbehandler', 'Pia Lindskov');
    await press('Gem');
    await screen.findByRole('heading', { name: 'I har rettet samtidig' });
    await press('Tag deres');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('lead back to one’s own text, all of it', async () => {
    await meetClash();
    await press('Tilbage til mine');
    expect(await screen.findByLabelText('Støttetimer')).toBeTruthy();
    expect(
      ['Støttetimer', 'Sagsbehandler', 'Bemærkning', 'Begrundelse', 'Ophører'].map(
        (label) => field(label).value,
      ),
    ).toEqual(['20', 'Pia Lindskov', 'Ringet i dag', 'Efter samtale', '']);
    await press('Gem');
    await waitFor(() => expect(saves()).toHaveLength(2));
    expect(saves()[1]).toEqual(saves()[0]);
  });

  it('are asked about anew when a third change comes while merging', async () => {
    await meetClash();
    await fireEvent.click(screen.getByLabelText('Støttetimer: behold min, 20'));
    await fireEvent.click(screen.getByLabelText('Sagsbehandler: tag deres, Michael Brandt'));
    const third: Clash = {
      sentence: 'Ole Bang ændrede placeringen kl. 10.14, mens du rettede den.',
      fields: [
        {
          name: 'hoursPerWeek',
          label: 'Støttetimer',
          before: '18',
          theirs: '30',
          mine: '20',
          isContested: true,
        },
      ],
      now: withValues({ hoursPerWeek: '30' }, clash.now),
    };
    core.answer('save_placement', (): SaveOutcome => ({ outcome: 'clashed', clash: third }));
    await press('Flet og gem');
    expect(await screen.findByText(third.sentence)).toBeTruthy();
    const choice = screen.getByLabelText<HTMLInputElement>('Støttetimer: behold min, 20');
    expect(choice.checked).toBe(false);
    await fireEvent.click(screen.getByLabelText('Støttetimer: tag deres, 30'));
    core.answer('save_placement', (): SaveOutcome => savedOutcome);
    await press('Flet og gem');
    await waitFor(() => expect(saves()).toHaveLength(3));
    expect(saves()[2]).toMatchObject({
      base: third.now,
      values: withValues({
        hoursPerWeek: '30',
        caseWorker: 'Michael Brandt',
        note: 'Ringet i dag',
        endDate: '01-03-2027',
      }),
    });
  });

  it('keep the choices when the connection is lost while merging', async () => {
    await meetClash();
    await fireEvent.click(screen.getByLabelText('Støttetimer: behold min, 20'));
    await fireEvent.click(screen.getByLabelText('Sagsbehandler: behold min, Pia Lindskov'));
    core.refuse('save_placement', { code: 'connection_lost', message: 'Der er ingen forbindelse.' });
    await press('Flet og gem');
    expect((await screen.findByRole('alert')).textContent).toContain('ingen forbindelse');
    expect(screen.getByLabelText<HTMLInputElement>('Støttetimer: behold min, 20').checked).toBe(true);
    await press('Flet og gem');
    await waitFor(() => expect(saves()).toHaveLength(3));
    expect(saves()[2]).toEqual(saves()[1]);
  });

  it('are put right in the form, over what the other left, where the result cannot be', async () => {
    await meetClash();
    await fireEvent.click(screen.getByLabelText('Støttetimer: behold min, 20'));
    await fireEvent.click(screen.getByLabelText('Sagsbehandler: tag deres, Michael Brandt'));
    core.refuse('save_placement', {
      code: 'field_unreadable',
      field: 'hoursPerWeek',
      message: 'For mange timer.',
    });
    await press('Flet og gem');
    await waitFor(() => expect(field('Støttetimer').getAttribute('aria-invalid')).toBe('true'));
    expect(field('Ophører').value).toBe('01-03-2027');
    await type('Støttetimer', '10');
    core.answer('save_placement', (): SaveOutcome => savedOutcome);
    await press('Gem');
    await waitFor(() => expect(saves()).toHaveLength(3));
    expect(saves()[2]).toMatchObject({ operation: form.operation, base: clash.now });
  });
});
