// The form that is open, whatever screen it was opened from, and the way to it from a target. Invariants: at most one
// form is open; a form that one's roles don't open is never asked for; it goes with the screen it was opened on, and with
// the open program (Shell.svelte) when that is locked.
import { navigation } from '$/app/navigation.svelte';
import { toHash, type Route } from '$/app/router';
import { session } from '$/app/session.svelte';
import type { FormAction } from '$/ipc/generated/FormAction';
import type { FormRequest } from '$/ipc/generated/FormRequest';
import type { FormTarget } from '$/ipc/generated/FormTarget';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { RecordAction } from '$/ipc/generated/RecordAction';
import { formCommands } from './formCommands';

/** A form on the screen. */
export interface OpenedForm {
  request: FormRequest;
  /** The field that takes the keyboard; null = the first. */
  field: string | null;
  /** The draft that it goes on from; null = one that exists is offered. */
  draft: KeptDraft | null;
}

/** Is it the sheet that follows up all goals at once? It has no form of its own: *editFollowUp* without a follow-up. */
export function isFollowUpSheet(request: FormRequest): boolean {
  return request.action === 'editFollowUp' && request.record === null && request.case !== null;
}

class OpenForm {
  current = $state.raw<OpenedForm | null>(null);
  /** Address of the screen that it was opened on. */
  private place = '';

  /** Opens a form, at a field where one is named. */
  open(request: FormRequest, field: string | null = null): void {
    if (!this.mayOpen(request.action)) return;
    // A copy, as it may come out of what a screen shows, which changes under it.
    this.show({ request: $state.snapshot(request), field, draft: null });
  }

  /** Goes on from a draft. */
  resume(draft: KeptDraft): void {
    const kept = $state.snapshot(draft);
    const { request } = kept.draft;
    if (this.mayOpen(request.action)) this.show({ request, field: null, draft: kept });
  }

  private show(form: OpenedForm): void {
    this.place = toHash(navigation.route);
    this.current = form;
  }

  /** The screen is another now: a form with nothing typed goes with the one it was opened on. */
  arriveAt(route: Route): void {
    if (toHash(route) !== this.place && !navigation.hasUnsaved()) this.close();
  }

  /** It is saved or let go. */
  close(): void {
    this.current = null;
  }

  /** May the person signed in open such a form now? */
  mayOpen(action: FormAction): boolean {
    return session.mayChange(formCommands(action).needs);
  }
}

/** The window's open form. */
export const openForm = new OpenForm();

/** A form without a record: "Ny placering", "Ny leverandør". */
export function newForm(action: FormAction, number: string | null = null): void {
  openForm.open({ action, case: number, record: null, proposed: [] });
}

/** Opens the form of an action that the core names. */
export function openAction({ action, record, proposed }: RecordAction, number: string | null): void {
  openForm.open({ action, case: number, record, proposed });
}

/** Goes where an item leads: to its part of the case, and into its form at its field. */
export function openTarget({ case: number, section, action, record, field }: FormTarget): void {
  if (number !== null) navigation.go({ screen: 'placement', case: number, section: section ?? 'economy' });
  if (action !== null) openForm.open({ action, case: number, record, proposed: [] }, field);
}
