// The one-time passphrase from signing in until its own successor is chosen, so that it isn't asked for twice.
// Invariant: it is handed over once and forgotten here.

let remembered: string | null = null;

/** Keeps what somebody signed in with; null where it wasn't typed. */
export function rememberOneTime(passphrase: string | null): void {
  remembered = passphrase;
}

/** Hands it over, and forgets it. */
export function takeOneTime(): string | null {
  const passphrase = remembered;
  remembered = null;
  return passphrase;
}
