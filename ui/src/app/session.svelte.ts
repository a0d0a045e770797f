// The session as the core tells it. Invariant: the window keeps no figure and no name of its own: when the phase
// isn't `open`, everything that features hold is dropped with their components.
import { call } from '$/ipc/client';
import type { ConnectionState } from '$/ipc/generated/ConnectionState';
import type { SessionState } from '$/ipc/generated/SessionState';
import { messages } from './messages.svelte';
import { navigation } from './navigation.svelte';
import { firstRoute, mayOpen, type UseCase } from './permission';

class Session {
  /** Null until the core has answered for the first time. */
  state = $state<SessionState | null>(null);
  /** Raised when data changed, so that the open screen asks anew. */
  revision = $state(0);
  private closings: (() => void)[] = [];

  /** What a feature keeps between screens is dropped here when the database is closed. */
  whenClosed(forget: () => void): void {
    this.closings.push(forget);
  }

  /** May the person signed in do that? The window hides the rest; the core refuses it. */
  may(useCase: UseCase): boolean {
    return this.state?.allowed.includes(useCase) ?? false;
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
    const wasOpen = this.state?.phase === 'open';
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
    for (const message of state.messages) messages.add(message.tone, message.text, message.id);
  }

  /** How the connection to a shared database stands now. */
  setConnection(connection: ConnectionState | null): void {
    if (this.state !== null) this.state.connection = connection;
  }

  /** Closes the connection and empties the page. */
  async lock(): Promise<void> {
    if (this.state?.phase !== 'open' && this.state?.phase !== 'newPassphrase') return;
    this.accept(await call('lock'));
  }
}

/** The window's session. */
export const session = new Session();
