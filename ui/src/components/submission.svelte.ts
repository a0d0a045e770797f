// A form on its way to the core: busy while it waits, and what was wrong, at the field it concerns.
// Invariant: no error is lost: one whose field the form doesn't have stands under the form as a whole; and nothing
// that was typed is cleared by a refusal.
import { tick } from 'svelte';
import { toCommandError } from '$/ipc/errors';
import { focusFirstError } from './forms';

/** Sentences by the name of the field they concern. */
export type FieldErrors = Record<string, string>;

/** What a form knows about being sent. */
export class Submission {
  isBusy = $state(false);
  private errors = $state<FieldErrors>({});

  /** `fields` are those that the form shows errors at. */
  constructor(private readonly fields: readonly string[]) {}

  /** The error at a field. */
  at(field: string): string | null {
    return this.errors[field] ?? null;
  }

  /** The error of the form as a whole. */
  get general(): string | null {
    return this.errors['general'] ?? null;
  }

  /** Takes errors away: at one field, or all. */
  clear(field?: string): void {
    if (field === undefined) this.errors = {};
    else delete this.errors[field];
  }

  /** Sends the form unless `found` says that something is wrong already; the keyboard goes to what is wrong. */
  async send(form: EventTarget | null, found: FieldErrors, work: () => Promise<void>): Promise<void> {
    this.errors = found;
    if (Object.keys(found).length === 0) {
      this.isBusy = true;
      try {
        await work();
      } catch (thrown) {
        const error = toCommandError(thrown);
        const isShown = error.field !== null && this.fields.includes(error.field);
        this.errors = { [isShown ? (error.field ?? 'general') : 'general']: error.message };
      } finally {
        this.isBusy = false;
      }
    }
    await focusFirstError(form);
    await this.keepFocus(form);
  }

  /** A button that was disabled meanwhile has lost the keyboard; it gets it back. */
  private async keepFocus(form: EventTarget | null): Promise<void> {
    await tick();
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (form instanceof HTMLFormElement && form.isConnected && isLost) {
      form.querySelector<HTMLElement>('[type="submit"]')?.focus();
    }
  }
}
