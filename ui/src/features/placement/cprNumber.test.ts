// A CPR number is masked until somebody asks for it on purpose, and again soon after.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '$/app/session.svelte';
import { useTransport } from '$/ipc/client';
import { ControlledCore } from '$/ipc/testing/controlled';
import { sampleSession } from '$/ipc/testing/fake';
import { inRoles } from '$/ipc/testing/roles';
import CprNumber from './CprNumber.svelte';

let core: ControlledCore;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  core = new ControlledCore();
  useTransport(core.transport);
  session.state = sampleSession('open');
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the cpr number', () => {
  it('is asked for on purpose, after saying that the look is logged, and stands for a minute', async () => {
    render(CprNumber, { number: 'S2022-1008', masked: '730779-xxxx' });
    expect(core.requests('reveal_cpr')).toEqual([]);
    const button = screen.getByRole('button', { name: 'Vis cpr-nummer' });
    expect(button.title).toBe('At du ser det, bliver noteret i loggen');
    await fireEvent.click(button);
    expect(await screen.findByText('730779-1234')).toBeTruthy();
    expect(core.requests('reveal_cpr')).toEqual([{ case: 'S2022-1008' }]);
    vi.advanceTimersByTime(58_000);
    await tick();
    expect(screen.getByText('730779-1234')).toBeTruthy();
    vi.advanceTimersByTime(2_000);
    await tick();
    expect(screen.queryByText('730779-1234')).toBeNull();
    expect(screen.getByText('730779-xxxx')).toBeTruthy();
  });

  it('is masked again at once by its button, and after leaving the case', async () => {
    const shown = render(CprNumber, { number: 'S2022-1008', masked: '730779-xxxx' });
    await fireEvent.click(screen.getByRole('button', { name: 'Vis cpr-nummer' }));
    await screen.findByText('730779-1234');
    await fireEvent.click(screen.getByRole('button', { name: 'Skjul' }));
    expect(screen.queryByText('730779-1234')).toBeNull();
    shown.unmount();
    render(CprNumber, { number: 'S2022-1008', masked: '730779-xxxx' });
    expect(screen.queryByText('730779-1234')).toBeNull();
  });

  it('cannot be asked for by somebody whose roles do not allow it', () => {
    session.state = inRoles(sampleSession('open'), ['leder']);
    render(CprNumber, { number: 'S2022-1008', masked: '730779-xxxx' });
    expect(screen.queryByRole('button')).toBeNull();
  });
});
