// The import: every question carries all choices, and nothing is written before the user says so.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { messages } from '$/app/messages.svelte';
import { session } from '$/app/session.svelte';
import type { CommandName } from '$/ipc/commands';
import { useTransport } from '$/ipc/client';
import type { ImportPreview } from '$/ipc/generated/ImportPreview';
import type { ImportRequest } from '$/ipc/generated/ImportRequest';
import { fakeCore, sampleSession } from '$/ipc/testing/fake';
import { importJob } from './importJob.svelte';
import ImportScreen from './ImportScreen.svelte';

let asked: { name: CommandName; request: unknown }[] = [];

function previews(): ImportRequest[] {
  return asked.filter(({ name }) => name === 'import_preview').map(({ request }) => request as ImportRequest);
}

beforeEach(() => {
  const core = fakeCore({ phase: 'open' });
  asked = [];
  useTransport((name, request) => {
    asked.push({ name, request });
    return core(name, request);
  });
  session.accept(sampleSession('open'));
  importJob.forget();
});

async function open(): Promise<void> {
  render(ImportScreen);
  await fireEvent.click(screen.getByRole('button', { name: 'Vælg fil' }));
  await screen.findByRole('heading', { name: 'Problemer' });
}

describe('an import', () => {
  it('is not offered while a row is refused, and says what it will do once they are left out', async () => {
    await open();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Importér 85 rækker' }).disabled).toBe(true);
    await fireEvent.click(screen.getByRole('radio', { name: /Udelad de 15 rækker/ }));
    const button = await screen.findByRole<HTMLButtonElement>('button', {
      name: 'Importér 85 rækker, udelad 15',
    });
    await waitFor(() => expect(button.disabled).toBe(false));
    expect(asked.map(({ name }) => name)).not.toContain('import_commit');
    await fireEvent.click(button);
    expect(await screen.findByText('75 rækker er oprettet og 10 ændret.')).toBeTruthy();
    expect(asked.filter(({ name }) => name === 'import_commit')).toHaveLength(1);
  });

  it('corrects a cell right there and goes on to the next problem', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: /Beløb: to tusind/ }));
    await fireEvent.input(await screen.findByLabelText('Beløb'), { target: { value: '1.783,41' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Ret cellen' }));
    await waitFor(() =>
      expect(previews().at(-1)?.corrections).toEqual([
        { sheet: 'Takster', row: 151, column: 'Beløb', value: '1.783,41' },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('button', { name: /to tusind/ })).toBeNull());
    expect(screen.getByRole('heading', { name: 'Takster, række 162' })).toBeTruthy();
  });

  it('takes one of two readings of a number with one press', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: /Beløb: 1\.234/ }));
    await fireEvent.click(await screen.findByRole('button', { name: '1.234,00 kr.' }));
    await waitFor(() => expect(previews().at(-1)?.corrections[0]?.value).toBe('1234,00'));
  });

  it('leaves a row out by choice and takes it back', async () => {
    await open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Udelad rækken' }));
    await waitFor(() => expect(previews().at(-1)?.leftOut).toEqual([{ sheet: 'Placeringer', row: 20 }]));
    await fireEvent.click(await screen.findByRole('button', { name: 'Tag rækken med igen' }));
    await waitFor(() => expect(previews().at(-1)?.leftOut).toEqual([]));
  });

  it('keeps earlier choices in every later question', async () => {
    await open();
    await importJob.leaveOut({ sheet: 'Mål', row: 2 });
    await importJob.setDay('2026-11-01');
    await importJob.map([{ sheet: 'Takster', heading: 'Beløb', target: null }]);
    expect(previews().at(-1)).toMatchObject({
      day: '2026-11-01',
      leftOut: [{ sheet: 'Mål', row: 2 }],
      mappings: [{ sheet: 'Takster', heading: 'Beløb', target: null }],
    });
  });

  it('maps a column by hand', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: 'Kolonner' }));
    await fireEvent.change(screen.getByRole('combobox', { name: 'Beløb' }), { target: { value: '' } });
    await fireEvent.change(screen.getByRole('combobox', { name: 'Antal' }), { target: { value: 'Beløb' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Læs filen igen' }));
    await waitFor(() =>
      expect(previews().at(-1)?.mappings).toEqual([
        { sheet: 'Placeringer', heading: 'Beløb', target: null },
        { sheet: 'Placeringer', heading: 'Antal', target: 'Beløb' },
      ]),
    );
  });

  it('says that nothing was stored when it was stopped', async () => {
    const core = fakeCore({ phase: 'open' });
    useTransport((name, request) =>
      name === 'import_preview'
        ? Promise.reject({ code: 'cancelled', field: null, message: '', incident: null })
        : core(name, request),
    );
    render(ImportScreen);
    await fireEvent.click(screen.getByRole('button', { name: 'Vælg fil' }));
    await waitFor(() => expect(messages.list.at(-1)?.text).toContain('Intet er gemt'));
    expect(importJob.file).toBeNull();
  });

  it('shows the way to stop while it reads', async () => {
    useTransport((name) =>
      name === 'import_choose_file'
        ? Promise.resolve({ ticket: 'file', name: 'stor.xlsx' })
        : name === 'import_preview'
          ? new Promise(() => undefined)
          : Promise.resolve({ isRunning: true, phase: 'Læser Takster', done: 400, total: 1228 }),
    );
    render(ImportScreen);
    await fireEvent.click(screen.getByRole('button', { name: 'Vælg fil' }));
    expect(await screen.findByRole('button', { name: 'Stop' })).toBeTruthy();
    expect(await screen.findByText('400 / 1.228')).toBeTruthy();
  });

  it('refuses two columns for the same, and names them', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: 'Kolonner' }));
    await fireEvent.change(screen.getByRole('combobox', { name: 'Antal' }), { target: { value: 'Beløb' } });
    const before = previews().length;
    await fireEvent.click(screen.getByRole('button', { name: 'Læs filen igen' }));
    expect((await screen.findByRole('alert')).textContent).toContain('»Beløb« og »Antal«');
    expect(previews()).toHaveLength(before);
  });

  it('stands in the correction once a problem is chosen', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: /Beløb: to tusind/ }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Beløb')));
  });

  it('offers the columns where the sheet lacks one, and no leaving-out', async () => {
    const core = fakeCore({ phase: 'open' });
    useTransport(async (name, request) => {
      const answer = await core(name, request);
      if (name !== 'import_preview') return answer;
      const preview = answer as ImportPreview;
      const [first] = preview.problems;
      if (first === undefined) return answer;
      const missing = { ...first, row: 1, column: 'Beløb', code: 'required_missing', canCorrect: false };
      return { ...preview, problems: [{ ...missing, severity: 'error', suggestions: [] }] };
    });
    await open();
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Kolonner' })).toHaveLength(2));
    expect(screen.queryByRole('button', { name: 'Udelad rækken' })).toBeNull();
    await fireEvent.click(screen.getAllByRole('button', { name: 'Kolonner' })[1] as Element);
    expect(await screen.findByRole('dialog', { name: 'Kolonner' })).toBeTruthy();
  });
});
