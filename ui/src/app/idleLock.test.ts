// The window locks itself when nobody touches it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchIdle } from './idleLock';

describe('idle lock', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('locks after the minutes without a sign of life, once', () => {
    const lock = vi.fn();
    watchIdle({ minutes: 15, lock });
    vi.advanceTimersByTime(15 * 60_000 - 1);
    expect(lock).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(lock).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60 * 60_000);
    expect(lock).toHaveBeenCalledTimes(1);
  });

  it('counts anew from a key or a pointer movement', () => {
    const lock = vi.fn();
    const stop = watchIdle({ minutes: 15, lock });
    vi.advanceTimersByTime(14 * 60_000);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    vi.advanceTimersByTime(14 * 60_000);
    window.dispatchEvent(new Event('pointermove'));
    vi.advanceTimersByTime(14 * 60_000);
    expect(lock).not.toHaveBeenCalled();
    stop();
  });

  it('locks at the first sign of life after the PC slept past the limit', () => {
    const lock = vi.fn();
    let now = 0;
    watchIdle({ minutes: 15, lock, now: () => now });
    now = 8 * 60 * 60_000;
    window.dispatchEvent(new Event('pointermove'));
    expect(lock).toHaveBeenCalledTimes(1);
  });

  it('never locks with 0 minutes', () => {
    const lock = vi.fn();
    watchIdle({ minutes: 0, lock });
    vi.advanceTimersByTime(24 * 60 * 60_000);
    expect(lock).not.toHaveBeenCalled();
  });
});
