// Takstregulering: the indexation as it was previewed, with what is left out, as one step; notified rates decided.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { messages } from '$/app/messages.svelte';
import { navigation } from '$/app/navigation.svelte';
import type { PricesSection } from '$/app/router';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { DecideNotified } from '$/ipc/generated/DecideNotified';
import type { IndexationRequest } from '$/ipc/generated/IndexationRequest';
import { ControlledCore } from '$/ipc/testing/controlled';
import { openForm } from '$/features/forms/openForm.svelte';
import { indexationState } from './indexationState.svelte';

let core: ControlledCore;

async function show(section: PricesSection): Promise<void> {
  core = new ControlledCore();
  useTransport(core.transport);
  navigation.replace({ screen: 'prices', section });
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

function inDialog(name: string): HTMLElement {
  return within(screen.getByRole('dialog')).getByRole('button', { name });
}

beforeEach(() => {
  session.state = null;
  messages.clear();
  openForm.close();
  indexationState.reset();
});

describe('an indexation', () => {
  it('begins with the next year, and says of each line old, new and kroner, or why it is left out', async () => {
    await show('indexation');
    expect(core.requests<IndexationRequest>('indexation').at(-1)).toMatchObject({
      year: 2027,
      aboveLimitToo: false,
      skipped: [],
    });
    const table = screen.getByRole('table').textContent ?? '';
    expect(table).toMatch(/2\.394,00\s*2\.468,21\s*\+3,10 %\s*27\.087/);
    expect(table).toContain('Sagen er over 1,0 mio. kr.; taksten forhandles');
  });

  it('leaves a line out by keyboard only with a reason, and takes it in again', async () => {
    await show('indexation');
    const before = screen.getByRole('button', { name: /^Regulér \d+ linjer$/ }).textContent;
    const first = rows()[0];
    const line = first?.dataset['row'];
    first?.focus();
    await press('u');
    await fireEvent.click(await screen.findByRole('button', { name: 'Udelad linjen' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Skriv kort');
    await type('Hvorfor udelades den?', 'Forhandles');
    await fireEvent.click(inDialog('Udelad linjen'));
    await waitFor(() =>
      expect(core.requests<IndexationRequest>('indexation').at(-1)?.skipped).toEqual([
        { line, reason: 'Forhandles' },
      ]),
    );
    expect(await screen.findByText('Udeladt: Forhandles')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Regulér \d+ linjer$/ }).textContent).not.toBe(before);
    rows()
      .find((row) => row.dataset['row'] === line)
      ?.focus();
    await press('u');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Regulér \d+ linjer$/ }).textContent).toBe(before),
    );
  });

  it('is done as it was previewed, names the number of lines, and can be undone from its message', async () => {
    await show('indexation');
    const name = screen.getByRole('button', { name: /^Regulér \d+ linjer$/ }).textContent ?? '';
    await fireEvent.click(screen.getByRole('button', { name }));
    expect(screen.getByRole('dialog').textContent).toContain('01-01-2027');
    await fireEvent.click(inDialog(name));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const previewed = core.requests<IndexationRequest>('indexation')[0];
    // What was seen goes along, so that nothing is regulated that wasn't.
    const sent = core.requests<IndexationRequest>('commit_indexation');
    expect(sent).toEqual([{ ...previewed, seen: sent[0]?.seen }]);
    expect(sent[0]?.seen).not.toBeNull();
    expect(messages.list.at(-1)?.text).toMatch(/linjer er reguleret/);
    expect(messages.list.at(-1)?.undo).toBe(previewed?.operation);
    await fireEvent.click(screen.getByRole('button', { name: 'Fortryd' }));
    await waitFor(() => expect(core.requests('undo')).toEqual([{ operation: previewed?.operation }]));
  });

  it('keeps its choices on the screen when the core refuses the year, and says what to do', async () => {
    await show('indexation');
    await type('Fra 1. januar', '2029');
    expect((await screen.findByRole('alert')).textContent).toContain('P/L for 2029 mangler');
    await type('Fra 1. januar', '20');
    expect((await screen.findByText(/Skriv året med fire cifre/)).textContent).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Regulér/ })).toBeNull();
    expect(core.requests<IndexationRequest>('indexation').at(-1)?.year).toBe(2029);
  });

  it('is still prepared after one looked at a case', async () => {
    await show('indexation');
    indexationState.skip('line-S2026-1002', 'Forhandles');
    navigation.go({ screen: 'placement', case: 'S2026-1002', section: 'economy' });
    await screen.findByRole('heading', { level: 1, name: /Mads/ });
    navigation.back();
    expect(await screen.findByText('Udeladt: Forhandles')).toBeTruthy();
  });
});

describe('notified rates', () => {
  it('are decided together by keyboard, and a rejection needs a reason', async () => {
    await show('notified');
    rows()[0]?.focus();
    await press(' ');
    await press('ArrowDown');
    await press(' ');
    await press('v');
    expect(await screen.findByRole('heading', { name: 'Afvis 2 takster' })).toBeTruthy();
    await fireEvent.click(inDialog('Afvis 2 takster'));
    expect((await screen.findByRole('alert')).textContent).toContain('Skriv, hvorfor');
    expect(core.requests('decide_notified')).toEqual([]);
    await type('Begrundelse', 'Over P/L uden ændret indhold');
    await fireEvent.click(inDialog('Afvis 2 takster'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests<DecideNotified>('decide_notified')[0]).toMatchObject({
      ids: ['notified-1', 'notified-2'],
      // What was seen goes along, so that nobody else's decision is overwritten.
      seen: ['set-1', 'set-2'],
      choice: 'reject',
      reason: 'Over P/L uden ændret indhold',
    });
    expect(await screen.findAllByText('Afvist')).toHaveLength(2);
  });

  it('of a file are shown row by row with what can’t be read, and taken in only then', async () => {
    await show('notified');
    await fireEvent.click(screen.getByRole('button', { name: 'Læs fil' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Sagen S2099-1 findes ikke');
    expect(dialog.textContent).toContain('Taksten svarer til 282,00 kr. pr. døgn');
    expect(core.requests('keep_notified')).toEqual([]);
    await fireEvent.click(inDialog('Tag 2 takster ind'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.requests('keep_notified')[0]).toMatchObject({
      ticket: 'takster',
      seen: 'fil-rækker',
    });
  });
});

describe('P/L', () => {
  it('stands year by year with its source and says which year is missing', async () => {
    await show('index');
    expect(screen.getByRole('table').textContent).toContain('KL, juni 2026');
    expect(screen.getByText(/P\/L for 2028 mangler/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Ret P/L for 2027' }));
    expect(openForm.current?.request).toMatchObject({ action: 'editPriceIndex', record: 'pl-2027' });
  });
});
