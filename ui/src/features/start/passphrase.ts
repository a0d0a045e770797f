// What the window checks about a new passphrase before it asks the core, which decides.
import { text } from '$/text/da';

/** Fewest characters of a passphrase. */
export const fewestCharacters = 12;

/** What is wrong with a new passphrase typed twice; null where nothing is. */
export function newPassphraseProblem(
  passphrase: string,
  again: string,
): { field: 'passphrase' | 'again'; message: string } | null {
  if ([...passphrase].length < fewestCharacters) {
    return { field: 'passphrase', message: text.start.passphraseShort };
  }
  if (passphrase !== again) return { field: 'again', message: text.start.passphraseDiffers };
  return null;
}
