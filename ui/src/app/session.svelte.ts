// The session as the core tells it. Invariants: the window keeps no figure and no name of its own: when the phase
// isn't `open`, everything that features hold is dropped with their components; a page that is closed is opened by
// signing in and by nothing else, whatever an answer says that was asked for before.
import { call, dropAnswers } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { ConnectionState } from '$/ipc/generated/ConnectionState';
import type { SessionState } from '$/ipc/generated/SessionState';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import { firstRoute, mayOpen, withoutWriting, type UseCase } from './permission';

/** Is somebody signed in? */
export function isSignedIn(state: SessionState | null): boolean {
  return state?.phase === 'open' || state?.phase === 'newPassphrase';
}

/** The same session with nobody signed in and the database still chosen. */
function locked(state: SessionState): SessionState {
  return {
    ...state,
    phase: state.database === null ? 'start' : 'locked',
    user: null,
    roles: [],
    allowed: [],
    connection: null,
    counts: null,
    messages: [],
  };
}

/** Milliseconds that a lock waits for what is typed to be kept: a server that doesn't answer mustn't hold it up. */
const keepingMost = 2000;

/** Waits for some work, but no longer than so many milliseconds. */
function atMost(work: Promise<void>, milliseconds: number): Promise<void> {
  return Promise.race([work, new Promise<void>((resolve) => window.setTimeout(resolve, milliseconds))]);
}

class Session {
  /** Null until the core has answered for the first time. */
  state = $state<SessionState | null>(null);
  /** Raised when data changed, so that the open screen asks anew. */
  revision = $state(0);
  private closings: (() => void)[] = [];
  /** Counts the times the page was opened and locked, so that an answer knows whether it comes too late. */
  private turn = 0;

  /** What a feature keeps between screens is dropped here when the database is closed. */
  whenClosed(forget: () => void): void {
    this.closings.push(forget);
  }

  /** Codes of what the person signed in may do now: what changes nothing while one looks at a past day's records. */
  get allowed(): readonly string[] {
    const { allowed, knownAsOf } = this.state ?? { allowed: [], knownAsOf: null };
    return knownAsOf === null ? allowed : withoutWriting(allowed);
  }

  /** May the person signed in do that? The window hides the rest; the core refuses it. */
  may(useCase: UseCase): boolean {
    return this.allowed.includes(useCase);
  }

  /** May the person signed in change that now? Not while the page shows what was known on a past day. */
  mayChange(useCase: string): boolean {
    return (this.state?.allowed.includes(useCase) ?? false) && this.state?.knownAsOf === null;
  }

  /** Takes over what signing in or creating answered: the only way from a closed page to an open one. */
  enter(state: SessionState): void {
    this.turn += 1;
    this.revision += 1;
    this.put(state);
  }

  /** Takes over what the core answered, and has the open screen ask anew. */
  accept(state: SessionState): void {
    this.revision += 1;
    this.take(state);
  }

  /** Asks the core where the session is. */
  async refresh(): Promise<void> {
    this.accept(await call('session_state'));
  }

  /** Takes over what the core answered where the screen's data is as it was. */
  take(state: SessionState): void {
    const isClosed = this.state !== null && !isSignedIn(this.state);
    this.put(isClosed && isSignedIn(state) ? locked(state) : state);
  }

  private put(state: SessionState): void {
    const wasOpen = this.state?.phase === 'open';
    if (isSignedIn(this.state) && !isSignedIn(state)) dropAnswers();
    // The night between two days changes every figure.
    if (wasOpen && this.state?.day.iso !== state.day.iso) this.revision += 1;
    this.state = state;
    if (wasOpen && state.phase !== 'open') {
      for (const forget of this.closings) forget();
      messages.clear();
      navigation.reset();
    }
    if (!wasOpen && state.phase === 'open' && !mayOpen(navigation.route, state.allowed)) {
      navigation.replace(firstRoute(state.allowed));
    }
    for (const message of state.messages) messages.add(message.tone, message.text, { id: message.id });
  }

  /** How the connection to a shared database stands now. */
  setConnection(connection: ConnectionState | null): void {
    if (this.state !== null) this.state.connection = connection;
  }

  /**
   * Empties the page at once, and closes the connection, which may take a while where a server doesn't answer. What is
   * typed is kept as a draft first.
   */
  async lock(): Promise<void> {
    if (this.state === null || !isSignedIn(this.state)) return;
    const turn = ++this.turn;
    const kept = navigation.hasUnsaved() ? atMost(navigation.keepDraft(), keepingMost) : null;
    this.accept(locked(this.state));
    if (kept !== null) await kept;
    // Whoever has signed in while it was kept has closed the old connection with that.
    if (turn !== this.turn) return;
    const answer = await this.closed();
    // Whoever has signed in meanwhile isn't locked out by it.
    if (answer !== null && turn === this.turn) this.accept(answer);
  }

  /** Has the core close the connection; null where it says nothing, and the page stays locked as it is. */
  private async closed(): Promise<SessionState | null> {
    try {
      return await call('lock');
    } catch (refused) {
      void toCommandError(refused);
    }
    try {
      return await call('session_state');
    } catch (refused) {
      void toCommandError(refused);
      return null;
    }
  }
}

/** The window's session. */
export const session = new Session();
