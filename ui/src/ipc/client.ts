// The window's only door to the core, and the only file that names Tauri. Invariant: every refusal leaves here
// as a `CommandError`, the development double is never part of the program (the bundler drops it with DEV), and an
// answer that comes after the page was closed reaches nobody: whoever opens it next didn't ask.
import { invoke, isTauri } from '@tauri-apps/api/core';
import type { ArgumentsOf, CommandName, ResponseOf, Transport } from './commands';
import { answerDropped, toCommandError } from './errors';

const tauri: Transport = (name, request) => invoke(name, request === undefined ? {} : { request });

let transport: Transport = tauri;

/** Replaces the transport; for tests and for looking at the pages without the program. */
export function useTransport(replacement: Transport): void {
  transport = replacement;
}

/** In development outside the program the pages run on a made-up core. */
export async function connect(): Promise<void> {
  if (import.meta.env.DEV && !isTauri()) {
    const { fakeCore } = await import('./testing/fake');
    useTransport(fakeCore());
  }
}

/** Counts the times the page was closed. */
let closings = 0;

/** The page is closed: what was asked and isn't answered yet is refused, whatever the answer is. */
export function dropAnswers(): void {
  closings += 1;
}

/** Asks the core to carry out a command. */
export async function call<Name extends CommandName>(
  name: Name,
  ...request: ArgumentsOf<Name>
): Promise<ResponseOf<Name>> {
  const asked = closings;
  try {
    const answer = await callThroughLock(name, ...request);
    if (asked === closings) return answer;
  } catch (thrown) {
    if (asked === closings) throw thrown;
  }
  throw answerDropped();
}

/** As `call`, for an answer that can't be had again: whoever asks sees to it that only the asker is shown it. */
export async function callThroughLock<Name extends CommandName>(
  name: Name,
  ...request: ArgumentsOf<Name>
): Promise<ResponseOf<Name>> {
  try {
    return (await transport(name, request[0])) as ResponseOf<Name>;
  } catch (thrown) {
    throw toCommandError(thrown);
  }
}
