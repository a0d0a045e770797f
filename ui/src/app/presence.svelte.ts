// Where one is, told to the others: which case is on the screen, and whether it is being edited. Invariant: one call
// at a time, always with the latest, so that a quick step from case to case ends where the user is.
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { PresenceRequest } from '$/ipc/generated/PresenceRequest';
import { session } from './session.svelte';

const nowhere: PresenceRequest = { case: null, isEditing: false };

function isSame(one: PresenceRequest, other: PresenceRequest): boolean {
  return one.case === other.case && one.isEditing === other.isEditing;
}

class Presence {
  private wanted = nowhere;
  private told = nowhere;
  private isTelling = false;

  /** A case is on the screen from now on; returns how to leave it. */
  at(number: string, isEditing: boolean): () => void {
    const here = { case: number, isEditing };
    this.want(here);
    return () => {
      if (this.wanted === here) this.want(nowhere);
    };
  }

  /** Tells it once more, as the others lost sight of us with the connection. */
  tellAgain(): void {
    this.told = nowhere;
    void this.tell();
  }

  /** Forgets where one was, when the database is closed; the core has told the others. */
  reset(): void {
    this.wanted = nowhere;
    this.told = nowhere;
  }

  private want(place: PresenceRequest): void {
    this.wanted = place;
    // A step to the next place leaves one and enters the other at once; only where it ends is told.
    queueMicrotask(() => void this.tell());
  }

  private async tell(): Promise<void> {
    if (this.isTelling) return;
    this.isTelling = true;
    while (session.state?.phase === 'open' && !isSame(this.wanted, this.told)) {
      const place = this.wanted;
      this.told = place;
      try {
        await call('presence', place);
      } catch (thrown) {
        // That the others can't see one is no reason to disturb; it is told again with the next step.
        void toCommandError(thrown);
      }
    }
    this.isTelling = false;
  }
}

/** Where this window is. */
export const presence = new Presence();
session.whenClosed(() => presence.reset());
