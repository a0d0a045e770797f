// Data that a screen asks the core for: waiting, there, or refused. Invariant: an answer that comes after a
// newer question is dropped, and old data stays on the screen while new data is asked for.
import { CommandError, toCommandError } from '$/ipc/errors';

/** What a screen asked for. */
export class Loaded<Value> {
  value = $state<Value | null>(null);
  error = $state<CommandError | null>(null);
  isLoading = $state(false);
  private asked = 0;

  /** Drops it, and an answer that is still to come. */
  forget(): void {
    this.asked += 1;
    this.value = null;
    this.error = null;
    this.isLoading = false;
  }

  /** Asks; the answer becomes `value`. */
  async load(ask: () => Promise<Value>): Promise<void> {
    const number = ++this.asked;
    this.isLoading = true;
    try {
      const value = await ask();
      if (number !== this.asked) return;
      this.value = value;
      this.error = null;
    } catch (thrown) {
      if (number !== this.asked) return;
      this.error = toCommandError(thrown);
    } finally {
      if (number === this.asked) this.isLoading = false;
    }
  }
}
