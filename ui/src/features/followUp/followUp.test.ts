// Følg op på alle mål: filled in by keyboard alone, in reading order; what it comes to is said as one types; saved as one.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { Draft } from '$/ipc/generated/Draft';
import type { SaveFollowUps } from '$/ipc/generated/SaveFollowUps';
import { ControlledCore } from '$/ipc/testing/controlled';

const number = 'S2022-1008';
let core: ControlledCore;

function active(): HTMLElement {
  return document.activeElement as HTMLElement;
}

async function key(name: string): Promise<void> {
  await fireEvent.keyDown(active(), { key: name });
}

/** The controls in the order of Tab: of radio buttons the chosen one, or the first. */
function tabOrder(): HTMLElement[] {
  const form = screen.getByRole('dialog').querySelector('form') as HTMLFormElement;
  return [...form.querySelectorAll<HTMLElement>('input, select, textarea, button')].filter((control) => {
    if (!(control instanceof HTMLInputElement) || control.type !== 'radio') return true;
    const group = [...form.querySelectorAll<HTMLInputElement>(`[name="${control.name}"]`)];
    return control === (group.find((radio) => radio.checked) ?? group[0]);
  });
}

function tab(): void {
  const order = tabOrder();
  order[order.indexOf(active()) + 1]?.focus();
}

async function type(value: string): Promise<void> {
  await fireEvent.input(active(), { target: { value } });
}

async function open(): Promise<void> {
  const button = await screen.findByRole('button', { name: 'Følg op på alle mål' });
  button.focus();
  await fireEvent.click(button);
  await waitFor(() => expect(active()).toBe(screen.getByLabelText('Dato')));
}

beforeEach(async () => {
  session.state = null;
  messages.clear();
  core = new ControlledCore();
  useTransport(core.transport);
  navigation.replace({ screen: 'placement', case: number, section: 'goals' });
  render(App);
  await open();
});

describe('the follow-up sheet', () => {
  it('is filled in by keyboard alone, in reading order, and saved as one', async () => {
    await type('19-11-2026');
    tab();
    const borger = active();
    expect((borger as HTMLInputElement).name).toBe('source');
    await fireEvent.click(screen.getByRole('radio', { name: 'Udfører' }));
    screen.getByRole('radio', { name: 'Udfører' }).focus();
    tab();
    expect(active().getAttribute('aria-label')).toBe('Ret seneste opfølgning, M1 Varetage egen sundhed');
    tab();
    expect(active().closest('[role="radiogroup"]')?.getAttribute('aria-label')).toBe(
      'Niveau, M1 Varetage egen sundhed',
    );
    await key('1');
    expect(active().getAttribute('aria-label')).toBe('1 Let');
    tab();
    expect(active()).toBe(screen.getByLabelText('Resultat, M1 Varetage egen sundhed'));
    await fireEvent.change(active(), { target: { value: 'Opfyldt' } });
    tab();
    await type('Klarer det alene.');
    tab();
    expect(active().closest('[role="radiogroup"]')?.getAttribute('aria-label')).toBe('Niveau, M2 Gøre rent');
    await key('3');
    await key('Delete');
    expect(active().getAttribute('aria-label')).toBe('Ikke vurderet');
    tab();
    tab();
    tab();
    expect(active()).toBe(screen.getByLabelText('Leveret, timer, oktober 2026'));
    await type('71,5');
    await fireEvent.keyDown(active(), { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests<SaveFollowUps>('save_follow_ups')).toEqual([
      {
        operation: '01990000-0000-7000-8000-000000000003',
        input: {
          case: number,
          date: '19-11-2026',
          source: 'Udfører',
          goals: [
            { goal: 'goal-1', level: '1', result: 'Opfyldt', remark: 'Klarer det alene.' },
            { goal: 'goal-2', level: '', result: '', remark: '' },
          ],
          hours: [
            { month: '2026-10', hours: '71,5', base: '' },
            { month: '2026-09', hours: '71', base: '71' },
          ],
        },
      },
    ]);
    const said = screen.getByRole('region', { name: 'Beskeder' });
    expect(within(said).getByRole('button', { name: 'Fortryd' })).toBeTruthy();
  });

  it('says what each goal comes to, and what differs in hours, as one types', async () => {
    const goal = screen.getByRole('row', { name: /M2 Gøre rent/ });
    expect(goal.textContent).toContain('Ikke målt');
    screen.getAllByRole('radio', { name: '1 Let' })[1]?.focus();
    await key('1');
    await waitFor(() => expect(goal.textContent).toContain('Opnået'));
    expect(screen.getByText(/trappetaksten 2\.050,00 kr\. foreslås/)).toBeTruthy();
    screen.getByLabelText('Leveret, timer, oktober 2026').focus();
    await type('71,5');
    expect(await screen.findByText('−17,1 timer, 23.520,00 kr.')).toBeTruthy();
  });

  it('says what is wrong at its field, goes there, and keeps what was typed', async () => {
    screen.getByLabelText('Leveret, timer, oktober 2026').focus();
    await type('900');
    await fireEvent.keyDown(active(), { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect((active() as HTMLInputElement).name).toBe('source'));
    expect(screen.getByText('Vælg, hvem der har vurderet.')).toBeTruthy();
    expect(screen.getByText(/Der er 744 timer i oktober/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Leveret, timer, oktober 2026').value).toBe('900');
  });

  it('stands as it is when the connection is lost, and is sent again as the same operation', async () => {
    await fireEvent.click(screen.getByRole('radio', { name: 'Borger' }));
    core.refuse('save_follow_ups', { code: 'connection_lost', message: 'Der er ingen forbindelse.' });
    await fireEvent.click(screen.getByRole('button', { name: 'Gem opfølgningen' }));
    expect(await screen.findByText('Der er ingen forbindelse.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Gem opfølgningen' }));
    await waitFor(() => expect(core.requests('save_follow_ups')).toHaveLength(2));
    const [first, second] = core.requests<SaveFollowUps>('save_follow_ups');
    expect(second).toEqual(first);
  });

  it('closes at once while it is blank, asks first where something is typed, and can be kept as a draft', async () => {
    await key('Escape');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await open();
    screen.getByLabelText('Bemærkning, M2 Gøre rent').focus();
    await type('Vil gerne selv.');
    await key('Escape');
    expect((await screen.findByRole('alert')).textContent).toContain('1 felt er ændret og ikke gemt.');
    await fireEvent.click(screen.getByRole('button', { name: 'Behold som kladde' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [draft] = core.requests<Draft>('keep_draft');
    expect(draft).toMatchObject({ key: `editFollowUp|${number}|`, title: `Opfølgning, ${number}` });
    const button = screen.getByRole('button', { name: 'Følg op på alle mål' });
    await fireEvent.click(button);
    await fireEvent.click(await screen.findByRole('button', { name: 'Fortsæt kladden' }));
    await waitFor(() =>
      expect(screen.getByLabelText<HTMLTextAreaElement>('Bemærkning, M2 Gøre rent').value).toBe(
        'Vil gerne selv.',
      ),
    );
  });

  it('has the form of a follow-up that stands in the way, over the sheet, which keeps what is typed', async () => {
    screen.getByLabelText('Dato').focus();
    await type('16-05-2026');
    await fireEvent.click(screen.getByRole('radio', { name: 'Udfører' }));
    screen.getAllByRole('radio', { name: '2 Moderat' })[0]?.focus();
    await key('2');
    const level = active();
    const correct = await screen.findByRole('button', {
      name: 'Ret opfølgningen fra samme dag, M1 Varetage egen sundhed',
    });
    correct.focus();
    await fireEvent.click(correct);
    await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(2));
    expect(core.requests('goal_form').at(-1)).toMatchObject({
      action: 'editFollowUp',
      record: 'follow-up-1-0',
      case: number,
    });
    const asked = core.requests('follow_up_sheet').length;
    await waitFor(() => expect(active().closest('dialog')).toBe(screen.getAllByRole('dialog').at(-1)));
    await key('Escape');
    await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(1));
    expect(active()).toBe(correct);
    expect((level as HTMLInputElement).checked).toBe(true);
    // What was put right stands on the sheet.
    await waitFor(() => expect(core.requests('follow_up_sheet').length).toBe(asked + 1));
    await key('Escape');
    expect(await screen.findByText(/ændret og ikke gemt/)).toBeTruthy();
  });

  it('has the form of each goal’s latest follow-up', async () => {
    await fireEvent.click(
      screen.getByRole('button', { name: 'Ret seneste opfølgning, M1 Varetage egen sundhed' }),
    );
    await waitFor(() => expect(core.requests('goal_form').at(-1)).toMatchObject({ record: 'follow-up-1-0' }));
    expect(screen.queryByRole('button', { name: /^Ret seneste.*M2/ })).toBeNull();
  });
});
