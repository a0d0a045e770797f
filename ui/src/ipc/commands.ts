// Types around the core's command table, which the api crate writes to generated/commands.ts.
// Invariant: the generated types are the only description of what travels.
import type { Commands } from './generated/commands';

/** A command's name. */
export type CommandName = keyof Commands;
/** What a command takes. */
export type RequestOf<Name extends CommandName> = Commands[Name]['request'];
/** What a command answers. */
export type ResponseOf<Name extends CommandName> = Commands[Name]['response'];
/** The argument list of a call: empty for commands that take nothing. */
export type ArgumentsOf<Name extends CommandName> =
  RequestOf<Name> extends void ? [] : [request: RequestOf<Name>];
/** Something that carries out commands: Tauri in the program, a double in tests. */
export type Transport = (name: CommandName, request: unknown) => Promise<unknown>;
