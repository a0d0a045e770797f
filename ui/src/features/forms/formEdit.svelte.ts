// A form from opening to *Gemt*. Invariants: the values typed are kept until it is saved or let go; every attempt
// carries the form's one operation; a save is over `base`, the values it was decided on; what is wrong with a field
// that nobody has touched isn't said before one tries to save.
import type { ClashChoices } from '$/components/clash';
import { mergeClash } from '$/components/clash';
import { isShown } from '$/components/forms';
import { call } from '$/ipc/client';
import { toCommandError, type CommandError } from '$/ipc/errors';
import type { Clash } from '$/ipc/generated/Clash';
import type { Draft } from '$/ipc/generated/Draft';
import type { Effect } from '$/ipc/generated/Effect';
import type { FieldValue } from '$/ipc/generated/FieldValue';
import type { Form } from '$/ipc/generated/Form';
import type { FormCheck } from '$/ipc/generated/FormCheck';
import type { FormField } from '$/ipc/generated/FormField';
import type { FormInput } from '$/ipc/generated/FormInput';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { SaveOutcome } from '$/ipc/generated/SaveOutcome';
import { text } from '$/text/da';
import { DraftKeeper } from './draftKeeper';
import { draftKey, formCommands } from './formCommands';
import type { OpenedForm } from './openForm.svelte';
import { Problems } from './problems.svelte';
import { WhileTyping } from './whileTyping';

/** What a save that went through answers. */
export type Saved = Extract<SaveOutcome, { outcome: 'saved' }>;

/** The name that problems with the reason stand under. */
const reasonField = 'reason';

function valueIn(values: readonly FieldValue[], field: FormField): string {
  return values.find(({ name }) => name === field.name)?.value ?? field.value;
}

function asRecord(values: readonly FieldValue[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

/** A form being filled in. */
export class FormEdit {
  form = $state.raw<Form | null>(null);
  /** What stands in the fields, by name. */
  values = $state<Record<string, string>>({});
  reason = $state('');
  clash = $state.raw<Clash | null>(null);
  /** A refusal that concerns no field. */
  error = $state.raw<CommandError | null>(null);
  /** What saving would do; the last that could be told. */
  effect = $state.raw<Effect | null>(null);
  /** Why what is typed can't be checked now. */
  checkError = $state.raw<CommandError | null>(null);
  isSaving = $state(false);
  /** A draft that is asked about before the form is shown. */
  offered = $state.raw<KeptDraft | null>(null);
  /** The draft that the form goes on from. */
  resumed = $state.raw<KeptDraft | null>(null);
  private readonly problems = new Problems(() => this.values);
  private isDone = $state(false);
  private base: FieldValue[] = [];
  /** The values of the last attempt, which a clash is about. */
  private sent = $state.raw<FieldValue[]>([]);
  private readonly drafts: DraftKeeper;
  private readonly checking: WhileTyping<FormInput, FormCheck>;

  /** The fields that are shown with what stands in the form. */
  readonly fields = $derived((this.form?.fields ?? []).filter((field) => isShown(field, this.values)));
  /** How many fields differ from what was opened, the reason included. */
  readonly changes = $derived(
    (this.form?.fields ?? []).filter((field) => this.values[field.name] !== field.value).length +
      (this.reason.trim() === '' ? 0 : 1),
  );
  /** Would something be lost by closing? */
  readonly isDirty = $derived(!this.isDone && this.changes > 0);
  /** What is wrong at a field, by its name. */
  readonly errors = $derived(this.problems.sentences(true));
  /** What is odd at a field, by its name. */
  readonly warnings = $derived(this.problems.sentences(false));
  /** What is wrong with something that the form doesn't show. */
  readonly elsewhere = $derived.by((): string[] => {
    return this.problems.besides([...this.fields.map((field) => field.name), reasonField]);
  });
  /** Labels of what would be lost by taking theirs besides the contested fields: other fields one changed, the reason. */
  readonly lostByTheirs = $derived.by((): string[] => {
    const { clash, form } = this;
    if (clash === null || form === null) return [];
    const changedByThem = clash.fields.map((field) => field.name);
    const fields = form.fields.filter(
      (field) =>
        !changedByThem.includes(field.name) && valueIn(this.sent, field) !== valueIn(clash.now, field),
    );
    const reason = this.reason.trim() === '' ? [] : [text.edit.reason];
    return [...fields.map((field) => field.label), ...reason];
  });

  constructor(private readonly opened: OpenedForm) {
    const { check } = formCommands(opened.request.action);
    this.drafts = new DraftKeeper(draftKey(opened.request));
    this.checking = new WhileTyping((input) => call(check, input), {
      take: (answer) => this.take(answer),
      fail: (error) => (this.checkError = error),
    });
  }

  /** Asks for the form, and for what was left of it. */
  async open(): Promise<void> {
    this.error = null;
    const { request, draft } = this.opened;
    try {
      const [form, found] = await Promise.all([
        // What is proposed is typed in, not what the record was: it is saved over the record's own values.
        call(formCommands(request.action).open, { ...request, proposed: [] }),
        draft === null ? this.drafts.find() : Promise.resolve(null),
      ]);
      const proposed = asRecord(request.proposed);
      const fields = form.fields.map((field) => ({ ...field, value: proposed[field.name] ?? field.value }));
      this.values = asRecord(fields);
      this.base = form.fields.map(({ name, value }) => ({ name, value }));
      // Closing what was only proposed loses nothing that anybody typed.
      this.form = { ...form, fields };
      this.offered = found;
      if (draft !== null) this.resume(draft);
      else if (found === null) this.check();
    } catch (thrown) {
      this.error = toCommandError(thrown);
    }
  }

  /** Goes on from a draft: over the values that it was typed over, so that what others changed since comes to light. */
  resume(kept: KeptDraft): void {
    const { values, base, reason } = kept.draft;
    this.values = { ...this.values, ...asRecord(values) };
    this.base = this.base.map((now) => base.find(({ name }) => name === now.name) ?? now);
    this.reason = reason;
    this.offered = null;
    this.resumed = kept;
    this.drafts.goOn();
    this.check();
  }

  /** Begins anew. */
  forget(): void {
    this.offered = null;
    void this.drafts.drop();
    this.check();
  }

  /** Something was typed in a field, or chosen. */
  typed(name: string, isChoice: boolean): void {
    this.problems.typed(name, isChoice);
    if (name !== reasonField) this.checking.soon(this.input());
    this.drafts.soon(() => this.draft());
  }

  /** The keyboard left a field. */
  left(name: string): void {
    const field = this.form?.fields.find((found) => found.name === name);
    if (field !== undefined && this.values[name] !== field.value) this.problems.touch(name);
  }

  /** Saves what is typed; the core's answer when it is saved, else null with `clash`, `errors` or `error` set. */
  async save(): Promise<Saved | null> {
    return this.send(this.base, this.current());
  }

  /** Saves both changes as chosen, over what the other left. */
  async merge(choices: ClashChoices): Promise<Saved | null> {
    const clash = this.clash;
    if (clash === null) return null;
    const merged = mergeClash(this.sent, clash, choices);
    const saved = await this.send(clash.now, merged);
    // A field that can't be read is put right in the form, over what the other left.
    if (this.problems.hasErrors) {
      this.base = clash.now;
      this.values = asRecord(merged);
      this.clash = null;
    }
    return saved;
  }

  /** Back to the form as it was typed. */
  backToMine(): void {
    this.clash = null;
    this.error = null;
  }

  /** Lets go of what was typed. */
  discard(): void {
    this.isDone = true;
    void this.drafts.drop();
  }

  /** Leaves it as a draft. */
  async leaveAsDraft(): Promise<void> {
    const draft = this.draft();
    this.isDone = true;
    await this.drafts.keep(draft);
  }

  /** The form is gone from the screen. */
  stop(): void {
    this.problems.stop();
    this.checking.stop();
    this.drafts.stop();
  }

  private input(): FormInput {
    const { action, case: number, record } = this.opened.request;
    return { action, case: number, record, values: this.current() };
  }

  private check(): void {
    this.checking.now(this.input());
  }

  private take({ problems, effect }: FormCheck): void {
    // The reason isn't part of what is checked.
    const isReasonMissing = this.reason.trim() === '';
    const reason = this.problems.found.filter(({ field }) => field === reasonField && isReasonMissing);
    this.problems.found = [...problems, ...reason];
    this.checkError = null;
    this.effect = effect;
  }

  private draft(): Draft | null {
    if (!this.isDirty || this.form === null) return null;
    return {
      key: draftKey(this.opened.request),
      title: this.form.title,
      request: this.opened.request,
      values: this.current(),
      base: this.base,
      reason: this.reason,
    };
  }

  private current(): FieldValue[] {
    return (this.form?.fields ?? []).map(({ name }) => ({ name, value: this.values[name] ?? '' }));
  }

  private async send(base: FieldValue[], values: FieldValue[]): Promise<Saved | null> {
    const form = this.form;
    if (form === null || this.isSaving) return null;
    this.checking.stop();
    this.error = null;
    this.problems.try([]);
    if (form.reason === 'required' && this.reason.trim() === '') {
      this.problems.try([{ field: reasonField, sentence: text.edit.reasonMissing, isError: true }]);
      this.check();
      return null;
    }
    this.isSaving = true;
    try {
      const { action, case: number, record } = this.opened.request;
      const outcome = await call(formCommands(action).save, {
        action,
        case: number,
        record,
        operation: form.operation,
        base,
        values,
        reason: this.reason,
      });
      if (outcome.outcome === 'saved') {
        this.isDone = true;
        void this.drafts.drop();
        return outcome;
      }
      if (outcome.outcome === 'refused') {
        this.problems.try(outcome.problems);
        return null;
      }
      this.sent = values;
      this.clash = outcome.clash;
    } catch (thrown) {
      const error = toCommandError(thrown);
      const names = [...form.fields.map((field) => field.name), reasonField];
      if (error.field !== null && names.includes(error.field)) {
        this.problems.try([{ field: error.field, sentence: error.message, isError: true }]);
      } else this.error = error;
    } finally {
      this.isSaving = false;
    }
    return null;
  }
}
