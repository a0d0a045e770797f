// Ctrl+Z: which change of one's own would be undone, asked before it is. Invariant: nothing is undone that wasn't named.
import { call } from '$/ipc/client';
import type { Undoable } from '$/ipc/generated/Undoable';
import { text } from '$/text/da';
import { attempt, undo } from './actions';
import { messages } from './messages.svelte';
import { session } from './session.svelte';

class UndoQuestion {
  /** What would be undone; null while nothing is asked. */
  asked = $state.raw<Undoable | null>(null);
  isBusy = $state(false);

  /** Asks for the latest change; says why it can't be undone, or that there is none. */
  async ask(): Promise<void> {
    if (!session.mayChange('undo')) return;
    const state = await attempt(() => call('undoable'));
    // Locked meanwhile: what the answer names isn't shown to whoever sits there now.
    if (state === null || !session.mayChange('undo')) return;
    // What can't be undone isn't asked about.
    if (state.refusal !== null) messages.add('info', state.refusal);
    else if (state.latest !== null) this.asked = state.latest;
    else messages.add('info', text.undo.nothing);
  }

  /** Undoes what was asked about. */
  async undo(): Promise<void> {
    if (this.asked === null || this.isBusy) return;
    this.isBusy = true;
    await undo(this.asked.operation);
    this.isBusy = false;
    this.asked = null;
  }

  /** Leaves it as it is. */
  close(): void {
    this.asked = null;
  }
}

/** The question behind Ctrl+Z. */
export const undoQuestion = new UndoQuestion();
session.whenClosed(() => undoQuestion.close());
