// What is typed, kept by the core so that it survives a crash. Invariants: one call at a time, in order, so that a
// draft that was dropped never comes back; what is saved or let go leaves none behind; however steadily somebody types,
// no key is left unkept for five seconds.
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { Draft } from '$/ipc/generated/Draft';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';

/** Milliseconds without a key before it is kept. */
const pause = 2000;
/** Milliseconds before it is kept although the typing goes on; the second that is left is for the core's writing. */
const atLatest = 4000;

/** Gives the draft as it stands; null = nothing is typed any more. */
type MakeDraft = () => Draft | null;

/** Keeps the draft of one form. */
export class DraftKeeper {
  private timer: number | undefined;
  private chain: Promise<void> = Promise.resolve();
  private isKept = false;
  /** What was typed and isn't kept yet, and since when; null = nothing. */
  private due: { make: MakeDraft; since: number } | null = null;

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

  /** Keeps what `make` gives when the typing pauses, and every few seconds while it doesn't. */
  soon(make: MakeDraft): void {
    const since = this.due?.since ?? Date.now();
    const left = since + atLatest - Date.now();
    window.clearTimeout(this.timer);
    this.due = { make, since };
    this.timer = window.setTimeout(() => void this.keep(make()), Math.max(Math.min(pause, left), 0));
  }

  /** Keeps it at once. */
  keep(draft: Draft | null): Promise<void> {
    this.wait();
    if (draft === null) return this.drop();
    this.isKept = true;
    return this.follow(() => call('keep_draft', draft));
  }

  /** There is nothing to keep any more: saved, or let go. */
  drop(): Promise<void> {
    this.wait();
    if (!this.isKept) return this.chain;
    this.isKept = false;
    return this.follow(() => call('drop_draft', { key: this.key }));
  }

  /** The form is gone: what was typed last is kept. */
  stop(): void {
    if (this.due !== null) void this.keep(this.due.make());
  }

  /** Nothing is due any more. */
  private wait(): void {
    window.clearTimeout(this.timer);
    this.due = null;
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
