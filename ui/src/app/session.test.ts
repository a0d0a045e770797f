// Locking empties the page.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { importJob } from '$/features/import/importJob.svelte';
import { listState } from '$/features/placements/listState.svelte';
import { useTransport } from '$/ipc/client';
import type { SessionState } from '$/ipc/generated/SessionState';
import { ControlledCore } from '$/ipc/testing/controlled';
import { fakeCore, sampleSession } from '$/ipc/testing/fake';
import { sharedDatabase } from '$/ipc/testing/people';
import App from './App.svelte';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import { session } from './session.svelte';

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
