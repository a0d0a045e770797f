// A dialogue takes focus where one would type and gives it back when it goes.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { navigation } from '$/app/navigation.svelte';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import { fakeCore } from '$/ipc/testing/fake';

beforeEach(async () => {
  session.state = null;
  useTransport(fakeCore({ phase: 'open' }));
  navigation.replace({ screen: 'overview' });
  render(App);
  await screen.findByRole('heading', { level: 1, name: 'Overblik' });
});

describe('Ctrl+K', () => {
  it('begins in its field, finds a person and opens the placement with Enter', async () => {
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const field = screen.getByRole('combobox');
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: 'kjær' } });
    await screen.findByRole('option', { name: /Jonas Kjær/ });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(navigation.route).toEqual({ screen: 'placement', case: 'S2026-1001', section: 'economy' }),
    );
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('offers the commands of the window, and only those that fit what is typed', async () => {
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const field = screen.getByRole('combobox');
    expect(screen.getAllByRole('option').length).toBeGreaterThan(5);
    await fireEvent.input(field, { target: { value: 'lås prog' } });
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(session.state?.phase).toBe('locked'));
  });
});

describe('vis beregning', () => {
  it('opens the formula of its figure and gives focus back', async () => {
    const link = screen.getByRole('button', { name: 'Vis beregning: Udgift 2026, brutto' });
    link.focus();
    await fireEvent.click(link);
    expect(await screen.findByText('2.466,27 kr. × 365 dage')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Luk' }));
    await waitFor(() => expect(screen.queryByText('2.466,27 kr. × 365 dage')).toBeNull());
    expect(document.activeElement).toBe(link);
  });
});

describe('vis som tabel', () => {
  it('shows a chart’s data', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Vis som tabel: Udgift pr. måned' }));
    expect(await screen.findByRole('table', { name: 'Udgift pr. måned, mio. kr.' })).toBeTruthy();
  });
});

describe('pr. dato', () => {
  it('refuses what is no date and takes what is', async () => {
    await fireEvent.click(screen.getByRole('button', { name: /pr\. 20-11-2026/ }));
    const field = screen.getByLabelText('Dato');
    await fireEvent.input(field, { target: { value: '31-02-2026' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Vis' }));
    expect((await screen.findByRole('alert')).textContent).toContain('20-11-2026');
    await fireEvent.input(field, { target: { value: '1-2-2026' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Vis' }));
    expect(await screen.findByRole('button', { name: /pr\. 01-02-2026/ })).toBeTruthy();
  });
});
