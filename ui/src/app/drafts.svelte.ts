// Forms that were left half-way. Invariant: asked for once when the program is opened; each goes on or is forgotten by
// its person's choice and in no other way.
import { openForm } from '$/features/forms/openForm.svelte';
import { call } from '$/ipc/client';
import { toCommandError } from '$/ipc/errors';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import { attempt } from './actions';
import { session } from './session.svelte';

class DraftList {
  /** Newest first. */
  list = $state.raw<KeptDraft[]>([]);
  /** Is the list shown? */
  isOpen = $state(false);
  /** Does the notice at the start still stand? */
  isNoticed = $state(false);

  /** At the start: says that there are some. */
  async begin(): Promise<void> {
    if (!session.may('see_cases')) return;
    try {
      this.list = (await call('drafts')).drafts;
      this.isNoticed = this.list.length > 0;
    } catch (thrown) {
      // Drafts are a help; where they can't be had, the program begins without them.
      void toCommandError(thrown);
    }
  }

  /** Shows the list as it is now. */
  async open(): Promise<void> {
    const drafts = await attempt(() => call('drafts'));
    if (drafts === null) return;
    this.list = drafts.drafts;
    this.isNoticed = false;
    this.isOpen = true;
  }

  /** Goes on from one. */
  resume(draft: KeptDraft): void {
    this.close();
    openForm.resume(draft);
  }

  /** Lets one go. */
  async forget(draft: KeptDraft): Promise<void> {
    const done = await attempt(async () => {
      await call('drop_draft', { key: draft.draft.key });
      return true;
    });
    if (done !== true) return;
    this.list = this.list.filter((other) => other.draft.key !== draft.draft.key);
    if (this.list.length === 0) this.close();
  }

  /** Closes the list. */
  close(): void {
    this.isOpen = false;
  }

  /** The notice has been read. */
  later(): void {
    this.isNoticed = false;
  }

  /** Forgets all, when the database is closed. */
  reset(): void {
    this.list = [];
    this.isOpen = false;
    this.isNoticed = false;
  }
}

/** The window's drafts. */
export const draftList = new DraftList();
session.whenClosed(() => draftList.reset());
