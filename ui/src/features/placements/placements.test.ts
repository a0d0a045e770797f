// The list: the core is asked for what the user chose, and the keyboard can do all of it.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import type { PlacementsQuery } from '$/ipc/generated/PlacementsQuery';
import { samplePage, sampleSession } from '$/ipc/testing/fake';
import { listState } from './listState.svelte';
import PlacementsScreen from './PlacementsScreen.svelte';

let asked: PlacementsQuery[] = [];

function last(): PlacementsQuery | undefined {
  return asked.at(-1);
}

async function show(filters?: string[], times = 1): Promise<void> {
  useTransport((name, request) => {
    if (name !== 'placements') return Promise.resolve({ filters: [] });
    const query = request as PlacementsQuery;
    asked.push(query);
    return Promise.resolve(samplePage(query, times));
  });
  session.accept(sampleSession('open'));
  render(PlacementsScreen, { filters });
  await screen.findByRole('table');
}

beforeEach(() => {
  asked = [];
  listState.reset();
});

describe('the list of placements', () => {
  it('opens with active and planned ones, dearest first', async () => {
    await show();
    expect(last()).toMatchObject({ filters: ['status:open'], sort: 'annualised', direction: 'descending' });
    expect(screen.getByRole('columnheader', { name: 'Kr. pr. år' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });

  it('searches as one types', async () => {
    await show();
    await fireEvent.input(screen.getByLabelText('Søg i listen'), { target: { value: 's2024-1009' } });
    await waitFor(() => expect(last()?.search).toBe('s2024-1009'));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(3));
  });

  it('sorts by a heading and turns with a second press', async () => {
    await show();
    const heading = screen.getByRole('button', { name: 'Borger' });
    await fireEvent.click(heading);
    await waitFor(() => expect(last()).toMatchObject({ sort: 'citizen', direction: 'ascending' }));
    await fireEvent.click(heading);
    await waitFor(() => expect(last()).toMatchObject({ sort: 'citizen', direction: 'descending' }));
  });

  it('filters by a chip and says which is chosen', async () => {
    await show();
    await fireEvent.click(screen.getByRole('button', { name: /Ingen kontrakt/ }));
    await waitFor(() => expect(last()?.filters).toEqual(['status:open', 'gap:no_contract']));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /Ingen kontrakt/ }).getAttribute('aria-pressed')).toBe(
        'true',
      ),
    );
  });

  it('takes over the filters of a link', async () => {
    await show(['status:open', 'due:overdue']);
    expect(last()?.filters).toEqual(['status:open', 'due:overdue']);
  });

  it('stands the limit after the cases above it', async () => {
    await show();
    const rows = screen.getAllByRole('row').map((row) => row.textContent ?? '');
    const limit = rows.findIndex((row) => row.includes('1,0 mio. kr.'));
    expect(rows[limit - 1]).toContain('1.008.210');
    expect(rows[limit + 1]).toContain('1.000.000');
  });

  it('draws few of 3.300 rows and sums all of them', async () => {
    await show(undefined, 60);
    expect(screen.getAllByRole('row').length).toBeLessThan(120);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('3301');
    expect(screen.getAllByText('Sum af 3300 placeringer').length).toBeGreaterThan(0);
  });

  it('moves between rows with the arrows', async () => {
    await show();
    const links = screen.getAllByRole('link');
    links[0]?.focus();
    await fireEvent.keyDown(links[0] as Element, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(links[1]);
    await fireEvent.keyDown(links[1] as Element, { key: 'End' });
    expect(document.activeElement).toBe(links.at(-1));
  });

  it('tells how many the search finds without filters, and shows them', async () => {
    useTransport((name, request) => {
      if (name !== 'placements') return Promise.resolve({ filters: [] });
      const query = request as PlacementsQuery;
      asked.push(query);
      const page = samplePage({ ...query, search: '' });
      const isEnded = query.filters.length > 0 && query.search === 'S2019-0007';
      return Promise.resolve(isEnded ? { ...page, rows: [], total: 0 } : { ...page, total: 1 });
    });
    session.accept(sampleSession('open'));
    render(PlacementsScreen, { filters: undefined });
    await screen.findByRole('table');
    await fireEvent.input(screen.getByLabelText('Søg i listen'), { target: { value: 'S2019-0007' } });
    expect(await screen.findByText('Uden filtre passer 1 placering på søgningen.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Vis alle' }));
    await waitFor(() => expect(last()).toMatchObject({ search: 'S2019-0007', filters: [] }));
    await screen.findByRole('table');
  });
});
