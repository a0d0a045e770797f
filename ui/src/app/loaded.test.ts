// Answers of the core in the order of the questions.
import { describe, expect, it } from 'vitest';
import { CommandError } from '$/ipc/errors';
import { Loaded } from './loaded.svelte';

describe('loaded data', () => {
  it('drops the answer to an older question that comes late', async () => {
    const loaded = new Loaded<string>();
    let answerFirst: (value: string) => void = () => undefined;
    const first = loaded.load(() => new Promise((resolve) => (answerFirst = resolve)));
    await loaded.load(() => Promise.resolve('ny'));
    answerFirst('gammel');
    await first;
    expect(loaded.value).toBe('ny');
    expect(loaded.isLoading).toBe(false);
  });

  it('keeps what is on the screen when a new question is refused, and says why', async () => {
    const loaded = new Loaded<string>();
    await loaded.load(() => Promise.resolve('der'));
    await loaded.load(() =>
      Promise.reject(new CommandError({ code: 'x', field: null, message: 'Nej.', incident: null })),
    );
    expect(loaded.value).toBe('der');
    expect(loaded.error?.message).toBe('Nej.');
  });

  it('takes no answer that comes after it was forgotten', async () => {
    const loaded = new Loaded<string>();
    let answer: (value: string) => void = () => undefined;
    const loading = loaded.load(() => new Promise((resolve) => (answer = resolve)));
    loaded.forget();
    answer('for sent');
    await loading;
    expect([loaded.value, loaded.isLoading]).toEqual([null, false]);
  });
});
