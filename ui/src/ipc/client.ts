// The window's only door to the core, and the only file that names Tauri. Invariant: every refusal leaves here
// as a `CommandError`, and the development double is never part of the program (the bundler drops it with DEV).
import { invoke, isTauri } from '@tauri-apps/api/core';
import type { ArgumentsOf, CommandName, ResponseOf, Transport } from './commands';
import { toCommandError } from './errors';

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

/** Asks the core to carry out a command. */
export async function call<Name extends CommandName>(
  name: Name,
  ...request: ArgumentsOf<Name>
): Promise<ResponseOf<Name>> {
  try {
    return (await transport(name, request[0])) as ResponseOf<Name>;
  } catch (thrown) {
    throw toCommandError(thrown);
  }
}
