// Locking empties the page.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { openForm } from '$/features/forms/openForm.svelte';
import { importJob } from '$/features/import/importJob.svelte';
import { handOver } from '$/features/people/handOver.svelte';
import { listState } from '$/features/placements/listState.svelte';
import { useTransport } from '$/ipc/client';
import type { CommandName } from '$/ipc/commands';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { SessionState } from '$/ipc/generated/SessionState';
import { ControlledCore } from '$/ipc/testing/controlled';
import { fakeCore, sampleSession } from '$/ipc/testing/fake';
import { sharedDatabase } from '$/ipc/testing/people';
import { exportList, undo } from './actions';
import App from './App.svelte';
import { draftList } from './drafts.svelte';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import { session } from './session.svelte';
import { undoQuestion } from './undoQuestion.svelte';

describe('the session', () => {
  beforeEach(() => {
    session.state = null;
    useTransport(fakeCore({ phase: 'open' }));
    session.accept(sampleSession('open'));
  });

  it('forgets where one was, what one searched and imported, and its messages when it locks', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'goals' });
    listState.search = 'Østergaard';
    messages.add('good', 'Gemt for Lene Østergaard');
    await importJob.choose();
    expect(importJob.preview).not.toBeNull();

    await session.lock();

    expect(session.state?.phase).toBe('locked');
    expect(navigation.route).toEqual({ screen: 'agenda' });
    expect(listState.search).toBe('');
    expect(messages.list).toEqual([]);
    expect(importJob.preview).toBeNull();
  });

  it('shows a message of the core once until it is read, and not again', () => {
    const message = { id: 'backup-old', tone: 'warn' as const, text: 'Kopien er gammel.' };
    session.accept({ ...sampleSession('open'), messages: [message] });
    session.accept({ ...sampleSession('open'), messages: [message] });
    expect(messages.list.filter((shown) => shown.id === 'backup-old')).toHaveLength(1);
    messages.dismiss('backup-old');
    session.accept({ ...sampleSession('open'), messages: [message] });
    expect(messages.list).toEqual([]);
  });
});

describe('locking', () => {
  let core: ControlledCore;
  let answer: (state: SessionState) => void;
  let fail: (error: unknown) => void;

  beforeEach(() => {
    session.state = null;
    core = new ControlledCore({ kind: 'shared' });
    useTransport(core.transport);
    core.answer(
      'lock',
      () =>
        new Promise((resolve, reject) => {
          [answer, fail] = [resolve, reject];
        }),
    );
  });

  async function start(): Promise<void> {
    navigation.replace({ screen: 'overview' });
    render(App);
    await screen.findByRole('heading', { level: 1, name: 'Overblik' });
    listState.search = 'Østergaard';
  }

  it('empties the page at once, although the core has not answered', async () => {
    await start();
    await fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
    expect(core.requests('lock')).toHaveLength(1);
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(screen.queryByText('Pia Lindskov')).toBeNull();
    expect(screen.getByRole('heading', { name: /^Log ind på/ })).toBeTruthy();
    expect([session.state?.user, session.state?.counts, listState.search]).toEqual([null, null, '']);
  });

  it('takes over what the core answers afterwards', async () => {
    await start();
    await fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
    const locked = sampleSession('locked', 'shared');
    const database = { ...sharedDatabase, name: 'et andet navn' };
    answer({ ...locked, database });
    expect(await screen.findByRole('heading', { name: 'Log ind på et andet navn' })).toBeTruthy();
  });

  it('stays locked where the core fails to, and asks where the session is', async () => {
    await start();
    const asked = core.requests('session_state').length;
    const locking = session.lock();
    fail({ code: 'unexpected', field: null, message: 'Noget gik galt.', incident: null });
    await locking;
    expect(core.requests('session_state')).toHaveLength(asked + 1);
    expect(session.state?.phase).toBe('locked');
    expect(await screen.findByRole('heading', { name: /^Log ind på/ })).toBeTruthy();
  });

  it('is not undone by an answer that was asked for before', async () => {
    await start();
    void session.lock();
    session.accept(sampleSession('open', 'shared'));
    expect([session.state?.phase, session.state?.user]).toEqual(['locked', null]);
  });

  it('does not lock out somebody who signed in before the core had answered', async () => {
    await start();
    const locking = session.lock();
    session.enter(sampleSession('open', 'shared'));
    answer(sampleSession('locked', 'shared'));
    await locking;
    expect(session.state?.phase).toBe('open');
  });
});

describe('an answer that comes after the lock', () => {
  let core: ControlledCore;

  const kept: KeptDraft = {
    at: '20-11-2026 09.41',
    draft: {
      key: 'addRate|S2022-1008|',
      title: 'Ret Lene Østergaard',
      request: { action: 'addRate', case: 'S2022-1008', record: null, proposed: [] },
      values: [],
      base: [],
      reason: '',
    },
  };
  const saved = {
    outcome: 'saved',
    message: 'Lene Østergaard er rettet.',
    operation: null,
    case: 'S2022-1008',
  };
  const latest = { operation: '01990000-0000-7000-8000-000000000002', sentence: 'Fortryd: Lene Østergaard' };
  const file = { ticket: 'f', displayPath: '/hjem/Lene Østergaard.pdf', detail: '1 side' };

  /** Holds a command's answer back; returns how to give it. */
  function hold(name: CommandName): (answer: unknown) => Promise<void> {
    let give: (answer: unknown) => void = () => undefined;
    core.answer(name, () => new Promise((resolve) => (give = resolve)));
    return async (answer) => {
      await waitFor(() => expect(core.requests(name).length).toBeGreaterThan(0));
      await session.lock();
      give(answer);
      // Whatever the answer leads to has been done when the next turn begins.
      await new Promise((resolve) => window.setTimeout(resolve));
    };
  }

  function refusal(message: string): { outcome: string; problems: unknown[] } {
    return { outcome: 'refused', problems: [{ field: 'x', sentence: message, isError: true }] };
  }

  beforeEach(async () => {
    session.state = null;
    messages.clear();
    core = new ControlledCore();
    useTransport(core.transport);
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'economy' });
  });

  async function start(): Promise<void> {
    render(App);
    await screen.findByRole('button', { name: 'Ret' });
  }

  async function openRate(): Promise<void> {
    openForm.open(kept.draft.request);
    await screen.findByLabelText('Gælder fra');
  }

  type Late = [what: string, begin: () => Promise<(answer: unknown) => Promise<void>>, answer: unknown];
  const late: Late[] = [
    [
      'to a form’s save',
      async () => {
        await start();
        await openRate();
        const give = hold('save_rate');
        await fireEvent.input(screen.getByLabelText('Gælder fra'), { target: { value: '01-12-2026' } });
        await fireEvent.click(screen.getByRole('button', { name: 'Gem' }));
        return give;
      },
      saved,
    ],
    [
      'to the opening of a form, with its draft',
      async () => {
        await start();
        const give = hold('drafts');
        openForm.open(kept.draft.request);
        return give;
      },
      { drafts: [kept] },
    ],
    [
      'to what can be undone',
      async () => {
        await start();
        const give = hold('undoable');
        void undoQuestion.ask();
        return give;
      },
      { latest, refusal: null },
    ],
    [
      'to an undo',
      async () => {
        await start();
        const give = hold('undo');
        void undo(latest.operation);
        return give;
      },
      saved,
    ],
    [
      'to an undo, refused',
      async () => {
        await start();
        const give = hold('undo');
        void undo(latest.operation);
        return give;
      },
      refusal('Lene Østergaard er ændret siden.'),
    ],
    [
      'of drafts at the start',
      async () => {
        const give = hold('drafts');
        await start();
        return give;
      },
      { drafts: [kept] },
    ],
    [
      'of the list of drafts',
      async () => {
        await start();
        const give = hold('drafts');
        void draftList.open();
        return give;
      },
      { drafts: [kept] },
    ],
    [
      'of a file that was saved',
      async () => {
        await start();
        const give = hold('export_list');
        void exportList({ list: 'rateLines', case: 'S2022-1008' });
        return give;
      },
      file,
    ],
  ];

  it.each(late)(
    '%s tells and opens nothing, neither now nor for the next person',
    async (_, begin, answer) => {
      const give = await begin();
      await give(answer);
      expect(session.state?.phase).toBe('locked');
      expect(document.body.textContent).not.toContain('Lene Østergaard');
      expect(navigation.route).toEqual({ screen: 'agenda' });
      core.answer('drafts', () => ({ drafts: [] }));
      session.enter(sampleSession('open'));
      await screen.findByRole('heading', { level: 1, name: 'Dagens arbejde' });
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(messages.list).toEqual([]);
      expect([draftList.list, draftList.isNoticed, draftList.isOpen]).toEqual([[], false, false]);
      expect([undoQuestion.asked, undoQuestion.isBusy, openForm.current]).toEqual([null, false, null]);
    },
  );

  it('that is a refusal is no message either', async () => {
    await start();
    let refuse: (error: unknown) => void = () => undefined;
    core.answer('undoable', () => new Promise((_, reject) => (refuse = reject)));
    void undoQuestion.ask();
    await session.lock();
    refuse({ code: 'conflict', field: null, message: 'Lene Østergaard er ændret.', incident: null });
    await new Promise((resolve) => window.setTimeout(resolve));
    expect(messages.list).toEqual([]);
  });

  it('with a recovery key is shown to whoever asked for it, and only when they are back', async () => {
    await start();
    const removal = { name: null, recoveryKey: 'NØGLE', oneTime: [], backups: [] };
    const asker = handOver.asker();
    await session.lock();
    handOver.begin(asker, removal);
    expect(handOver.removal).toBeNull();
    session.enter({ ...sampleSession('open'), user: 'Karina Holst' });
    expect(handOver.removal).toBeNull();
    session.enter(sampleSession('open'));
    expect(handOver.removal).toEqual(removal);
    handOver.finish();
  });
});
