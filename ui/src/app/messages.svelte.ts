// Messages that stay until they are read. Invariant: a message with the same id stands there once.
import type { Tone } from '$/ipc/generated/Tone';

/** A message on the screen. */
export interface ShownMessage {
  id: string;
  tone: Tone;
  text: string;
  /** The operation that *Fortryd* undoes; null where there is none. */
  undo: string | null;
}

/** What a message has besides its sentence. */
export interface MessageOptions {
  /** A message with the same id stands there once, and not again when it was read. */
  id?: string;
  /** The operation that it tells of, which can be undone from the message. */
  undo?: string | null;
}

class Messages {
  list = $state<ShownMessage[]>([]);
  private next = 1;
  private read = new Set<string>();

  /** Shows a message; one that was read is not shown again under the same id. */
  add(tone: Tone, text: string, { id, undo = null }: MessageOptions = {}): void {
    if (id !== undefined && this.read.has(id)) return;
    const key = id ?? `own-${this.next++}`;
    this.list = [...this.list.filter((message) => message.id !== key), { id: key, tone, text, undo }];
  }

  /** The user has read it. */
  dismiss(id: string): void {
    this.read.add(id);
    this.list = this.list.filter((message) => message.id !== id);
  }

  /** Drops everything, when the database is closed. */
  clear(): void {
    this.list = [];
    this.read.clear();
  }
}

/** The messages below. */
export const messages = new Messages();
