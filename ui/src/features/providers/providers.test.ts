// Leverandører: the list leads to a provider, and the provider to its forms and cases.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '$/app/App.svelte';
import { navigation } from '$/app/navigation.svelte';
import { session } from '$/app/session.svelte';
import { openForm } from '$/features/forms/openForm.svelte';
import { useTransport } from '$/ipc/client';
import { ControlledCore } from '$/ipc/testing/controlled';
import type { RoleWord } from '$/ipc/testing/roles';
import { providersState } from './providersState.svelte';

async function show(role?: RoleWord): Promise<void> {
  useTransport(new ControlledCore({ role }).transport);
  navigation.replace({ screen: 'providers' });
  render(App);
  await screen.findByRole('table');
}

function rows(): HTMLElement[] {
  return [...screen.getByRole('table').querySelectorAll<HTMLElement>('[data-row]')];
}

beforeEach(() => {
  session.state = null;
  openForm.close();
  providersState.reset();
});

/** Closes the form as a user does. */
async function leaveForm(): Promise<void> {
  await fireEvent.keyDown(await screen.findByRole('dialog'), { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

describe('the providers', () => {
  it('stand dearest first with their supervision, and are found by words', async () => {
    await show();
    expect(rows()[0]?.textContent).toBe('Fonden Nordlys');
    expect(screen.getByRole('table').textContent).toContain('Påbud, frist 01-12-2026');
    await fireEvent.input(screen.getByLabelText('Søg i leverandørerne'), {
      target: { value: 'kommune bir' },
    });
    await waitFor(() => expect(rows().map((row) => row.textContent)).toEqual(['Birkelund Kommune']));
  });

  it('lead to one provider and back to the same row', async () => {
    await show();
    rows()[0]?.focus();
    await fireEvent.keyDown(rows()[0] as Element, { key: 'ArrowDown' });
    const second = document.activeElement as HTMLAnchorElement;
    providersState.place.selected = second.dataset['row'] ?? null;
    navigation.go({ screen: 'provider', id: second.dataset['row'] ?? '' });
    expect(await screen.findByRole('heading', { level: 1, name: second.textContent ?? '' })).toBeTruthy();
    expect(screen.getByText('Anne Bruun')).toBeTruthy();
    navigation.back();
    await screen.findByRole('table', { name: /Leverandører/ });
    await waitFor(() => expect((document.activeElement as HTMLElement).textContent).toBe(second.textContent));
  });

  it('open their forms from the list and from the page', async () => {
    await show();
    await fireEvent.click(screen.getByRole('button', { name: 'Ny leverandør' }));
    expect(openForm.current?.request).toMatchObject({ action: 'newProvider', record: null });
    await leaveForm();
    navigation.go({ screen: 'provider', id: 'provider-1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Nyt tilbud' }));
    expect(openForm.current?.request).toMatchObject({ action: 'newOffer', record: 'provider-1' });
    await leaveForm();
    await fireEvent.click(await screen.findByRole('button', { name: 'Ret Lindehøj' }));
    expect(openForm.current?.request.action).toBe('editOffer');
  });

  it('are read and not edited by somebody who may not', async () => {
    await show('økonomi');
    expect(screen.queryByRole('button', { name: 'Ny leverandør' })).toBeNull();
    navigation.go({ screen: 'provider', id: 'provider-1' });
    await screen.findByText('Anne Bruun');
    expect(screen.queryByRole('button', { name: /^Ret/ })).toBeNull();
  });
});
