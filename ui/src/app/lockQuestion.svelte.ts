// Locking as the person asks for it: something unsaved is asked about first. Invariant: a lock that comes by itself
// (nobody there, the screen locked) never asks.
import { navigation } from './navigation.svelte';
import { session } from './session.svelte';

class LockQuestion {
  /** Is it asked right now? */
  isAsked = $state(false);

  /** Locks, or asks first where that would lose something. */
  lock(): void {
    if (navigation.hasUnsaved()) this.isAsked = true;
    else void session.lock();
  }

  /** Locks; what is typed stays as a draft where it can. */
  async lockAnyway(): Promise<void> {
    await navigation.keepDraft();
    this.isAsked = false;
    await session.lock();
  }

  /** Stays where one is. */
  stay(): void {
    this.isAsked = false;
  }
}

/** The window's question before it locks. */
export const lockQuestion = new LockQuestion();
session.whenClosed(() => lockQuestion.stay());
