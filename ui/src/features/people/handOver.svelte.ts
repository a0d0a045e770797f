// What must be handed out after the database's recovery key was changed, mostly as somebody was removed. Invariant: it is shown to the person who did it and
// to nobody else, until it is acknowledged; a locked window hides it but doesn't lose it, as the new recovery key
// can't be had again.
import type { PersonRemoved } from '$/ipc/generated/PersonRemoved';
import { session } from '$/app/session.svelte';

/** A change whose secrets aren't handed out yet. */
export interface Removal {
  /** Who was removed; null where only the recovery key is new. */
  name: string | null;
  /** The key of the database that is left. */
  recoveryKey: string;
  /** What everybody else signs in with next. */
  oneTime: PersonRemoved['oneTime'];
  /** What became of the backups. */
  backups: string[];
}

/** Who asks for the change, in which database. The answer may come when the window is locked. */
interface Asker {
  by: string | null;
  database: string | null;
}

class HandOver {
  private pending = $state<(Asker & { removal: Removal }) | null>(null);

  /** What is to be shown to whoever is signed in now; null = nothing. */
  get removal(): Removal | null {
    const { pending } = this;
    return pending !== null && this.isHere(pending) ? pending.removal : null;
  }

  /** Whoever is signed in now, to be taken before the core is asked. */
  asker(): Asker {
    const { user = null, database = null } = session.state ?? {};
    return { by: user, database: database?.ticket ?? null };
  }

  /** Is the window open to whoever asked? */
  isHere({ by, database }: Asker): boolean {
    const now = this.asker();
    return by !== null && by === now.by && database === now.database;
  }

  /** Somebody was removed and the key changed, or the recovery key alone. */
  begin(asker: Asker, removal: Removal): void {
    this.pending = { ...asker, removal };
  }

  /** Everything is written down and handed out. */
  finish(): void {
    this.pending = null;
  }
}

/** The removal that is being dealt with. */
export const handOver = new HandOver();
