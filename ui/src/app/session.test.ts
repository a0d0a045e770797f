// Locking empties the page.
import { beforeEach, describe, expect, it } from 'vitest';
import { importJob } from '$/features/import/importJob.svelte';
import { listState } from '$/features/placements/listState.svelte';
import { useTransport } from '$/ipc/client';
import { fakeCore, sampleSession } from '$/ipc/testing/fake';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import { session } from './session.svelte';

describe('the session', () => {
  beforeEach(() => {
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
    expect(navigation.route).toEqual({ screen: 'overview' });
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
