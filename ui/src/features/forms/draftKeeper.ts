// What is typed, kept by the core so that it survives a crash. Invariants: one call at a time, in order, so that a
// draft that was dropped never comes back; what is saved or let go leaves none behind.
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { Draft } from '$/ipc/generated/Draft';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';

/** Milliseconds without a key before it is kept. */
const pause = 2000;

/** Keeps the draft of one form. */
export class DraftKeeper {
  private timer: number | undefined;
  private chain: Promise<void> = Promise.resolve();
  private isKept = false;

  constructor(private readonly key: string) {}

  /** The draft that was left of the form earlier; null where there is none, or drafts can't be had now. */
  async find(): Promise<KeptDraft | null> {
    try {
      const { drafts } = await call('drafts');
      const found = drafts.find((kept) => kept.draft.key === this.key) ?? null;
      this.isKept = found !== null;
      return found;
    } catch (thrown) {
      // The form is worth more than what was left of it; drafts are listed at the start too.
      void toCommandError(thrown);
      return null;
    }
  }

  /** Goes on from a draft that is there. */
  goOn(): void {
    this.isKept = true;
  }

  /** Keeps what `make` gives when nothing more was typed for a while; null = nothing is typed any more. */
  soon(make: () => Draft | null): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(make()), pause);
  }

  /** Keeps it at once. */
  keep(draft: Draft | null): Promise<void> {
    window.clearTimeout(this.timer);
    if (draft === null) return this.drop();
    this.isKept = true;
    return this.follow(() => call('keep_draft', draft));
  }

  /** There is nothing to keep any more: saved, or let go. */
  drop(): Promise<void> {
    window.clearTimeout(this.timer);
    if (!this.isKept) return this.chain;
    this.isKept = false;
    return this.follow(() => call('drop_draft', { key: this.key }));
  }

  /** Keeps no more. */
  stop(): void {
    window.clearTimeout(this.timer);
  }

  private follow(work: () => Promise<null>): Promise<void> {
    this.chain = this.chain.then(work).then(
      () => undefined,
      // What is typed still stands in the form, and is kept with the next key; that saving fails is said there.
      (thrown: unknown) => void toCommandError(thrown),
    );
    return this.chain;
  }
}
