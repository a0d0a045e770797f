// Every refusal leaves the door to the core as one kind of error, with a sentence fit for the user.
import { describe, expect, it } from 'vitest';
import { call, useTransport } from './client';
import { CommandError } from './errors';

async function refusalOf(thrown: unknown): Promise<CommandError> {
  useTransport(() => Promise.reject(thrown));
  return call('overview').then(
    () => {
      throw new Error('was not refused');
    },
    (error: unknown) => error as CommandError,
  );
}

describe('a refusal', () => {
  it('keeps the code, the field and the sentence of the core', async () => {
    const refusal = { code: 'wrong_passphrase', field: 'passphrase', message: 'Prøv igen.', incident: null };
    const error = await refusalOf(refusal);
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject(refusal);
  });

  it('shows nothing of an unexpected error but a general sentence', async () => {
    const error = await refusalOf(new TypeError('771065-1683 is not a function'));
    expect(error.code).toBe('unexpected');
    expect(error.message).not.toContain('771065');
  });
});

describe('a call', () => {
  it('hands over the request and nothing where there is none', async () => {
    const asked: unknown[] = [];
    useTransport((name, request) => {
      asked.push([name, request]);
      return Promise.resolve(null);
    });
    await call('placement', { case: 'S1' });
    await call('overview');
    expect(asked).toEqual([
      ['placement', { case: 'S1' }],
      ['overview', undefined],
    ]);
  });
});
