// What the window checks about a new passphrase before it asks the core, which decides.
import type { DatabaseKind } from '$/ipc/generated/DatabaseKind';
import { text } from '$/text/da';

/** Fewest characters of a passphrase. */
export const fewestCharacters = 12;

/** What is wrong with a new passphrase typed twice; null where nothing is. On a server it is a password. */
export function newPassphraseProblem(
  passphrase: string,
  again: string,
  kind: DatabaseKind = 'local',
): { field: 'passphrase' | 'again'; message: string } | null {
  if ([...passphrase].length < fewestCharacters) {
    return { field: 'passphrase', message: text.secret[kind].short };
  }
  if (passphrase !== again) return { field: 'again', message: text.secret[kind].differs };
  return null;
}
