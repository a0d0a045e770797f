// Rows chosen for one step. Invariant: a row that left the list isn't chosen any more, so that a step never concerns
// what one doesn't see.
import { SvelteSet } from 'svelte/reactivity';

/** The chosen rows, by key. */
export class Selection {
  private readonly keys = new SvelteSet<string>();
  private last: string | null = null;

  /** How many. */
  get size(): number {
    return this.keys.size;
  }

  /** All of them. */
  get list(): string[] {
    return [...this.keys];
  }

  /** Is it chosen? */
  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** Chooses a row or lets it go; with `through`, all rows of `order` from the one before to this one. */
  toggle(key: string, order: readonly string[] = [], through = false): void {
    const [from, to] = [this.last === null ? -1 : order.indexOf(this.last), order.indexOf(key)];
    if (through && from >= 0 && to >= 0) {
      for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.keys.add(between);
    } else if (this.keys.has(key)) this.keys.delete(key);
    else this.keys.add(key);
    this.last = key;
  }

  /** Chooses exactly these. */
  set(keys: readonly string[]): void {
    this.keys.clear();
    for (const key of keys) this.keys.add(key);
  }

  /** Lets go what isn't among these. */
  keepOnly(keys: readonly string[]): void {
    for (const key of this.list) if (!keys.includes(key)) this.keys.delete(key);
  }

  /** Lets all go. */
  clear(): void {
    this.keys.clear();
    this.last = null;
  }
}
