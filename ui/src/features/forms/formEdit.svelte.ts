// A form that the core describes, from opening to *Gemt*. Invariants: every attempt carries the form's one operation; a
// save is over `base`, the values it was decided on.
import type { ClashChoices } from '$/components/clash';
import { mergeClash } from '$/components/clash';
import { isShown } from '$/components/forms';
import { call } from '$/ipc/client';
import type { Clash } from '$/ipc/generated/Clash';
import type { Draft } from '$/ipc/generated/Draft';
import type { Effect } from '$/ipc/generated/Effect';
import type { FieldValue } from '$/ipc/generated/FieldValue';
import type { Form } from '$/ipc/generated/Form';
import type { FormCheck } from '$/ipc/generated/FormCheck';
import type { FormField } from '$/ipc/generated/FormField';
import type { FormInput } from '$/ipc/generated/FormInput';
import { text } from '$/text/da';
import { asRecord, Edit, type Saved } from './edit.svelte';
import { draftKey, formCommands } from './formCommands';

/** The name that problems with the reason stand under. */
const reasonField = 'reason';

function valueIn(values: readonly FieldValue[], field: FormField): string {
  return values.find(({ name }) => name === field.name)?.value ?? field.value;
}

/** A form being filled in. */
export class FormEdit extends Edit<Form, FormInput, FormCheck> {
  form = $state.raw<Form | null>(null);
  reason = $state('');
  clash = $state.raw<Clash | null>(null);
  /** What saving would do; the last that could be told. */
  effect = $state.raw<Effect | null>(null);
  private base: FieldValue[] = [];
  /** The values of the last attempt, which a clash is about. */
  private sent = $state.raw<FieldValue[]>([]);

  /** The fields that are shown with what stands in the form. */
  readonly fields = $derived((this.form?.fields ?? []).filter((field) => isShown(field, this.values)));
  /** How many fields differ from what was opened, the reason included. */
  readonly changes = $derived(
    (this.form?.fields ?? []).filter((field) => this.values[field.name] !== field.value).length +
      (this.reason.trim() === '' ? 0 : 1),
  );
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

  /** Saves what is typed; the core's answer when it is saved, else null with `clash`, `errors` or `error` set. */
  async save(): Promise<Saved | null> {
    return this.saveOver(this.base, this.current());
  }

  /** Saves both changes as chosen, over what the other left. */
  async merge(choices: ClashChoices): Promise<Saved | null> {
    const clash = this.clash;
    if (clash === null) return null;
    const merged = mergeClash(this.sent, clash, choices);
    const saved = await this.saveOver(clash.now, merged);
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

  protected ask(): Promise<Form> {
    const { request } = this.opened;
    // What is proposed is typed in, not what the record was: it is saved over the record's own values.
    return call(formCommands(request.action).open, { ...request, proposed: [] });
  }

  protected begin(form: Form): void {
    const proposed = asRecord(this.opened.request.proposed);
    const fields = form.fields.map((field) => ({ ...field, value: proposed[field.name] ?? field.value }));
    this.values = asRecord(fields);
    this.base = form.fields.map(({ name, value }) => ({ name, value }));
    // Closing what was only proposed loses nothing that anybody typed.
    this.form = { ...form, fields };
  }

  /** Over the values that it was typed over, so that what others changed since comes to light. */
  protected restore({ values, base, reason }: Draft): void {
    this.values = { ...this.values, ...asRecord(values) };
    this.base = this.base.map((now) => base.find(({ name }) => name === now.name) ?? now);
    this.reason = reason;
  }

  protected input(): FormInput {
    const { action, case: number, record } = this.opened.request;
    return { action, case: number, record, values: this.current() };
  }

  protected askCheck(input: FormInput): Promise<FormCheck> {
    return call(formCommands(this.opened.request.action).check, input);
  }

  protected take({ problems, effect }: FormCheck): void {
    const isReasonMissing = this.reason.trim() === '';
    const reason = this.problems.found.filter(({ field }) => field === reasonField && isReasonMissing);
    this.problems.found = [...problems, ...reason];
    this.effect = effect;
  }

  protected asDraft(): Draft | null {
    if (this.form === null) return null;
    return {
      key: draftKey(this.opened.request),
      title: this.form.title,
      request: this.opened.request,
      values: this.current(),
      base: this.base,
      reason: this.reason,
    };
  }

  protected hasField(name: string): boolean {
    return name === reasonField || (this.form?.fields ?? []).some((field) => field.name === name);
  }

  protected isChanged(name: string): boolean {
    const field = this.form?.fields.find((found) => found.name === name);
    return field !== undefined && this.values[name] !== field.value;
  }

  private current(): FieldValue[] {
    return (this.form?.fields ?? []).map(({ name }) => ({ name, value: this.values[name] ?? '' }));
  }

  private async saveOver(base: FieldValue[], values: FieldValue[]): Promise<Saved | null> {
    const form = this.form;
    if (form === null || this.isSaving) return null;
    this.beginSave();
    if (form.reason === 'required' && this.reason.trim() === '') {
      this.problems.try([{ field: reasonField, sentence: text.edit.reasonMissing, isError: true }]);
      this.check();
      return null;
    }
    const { action, case: number, record } = this.opened.request;
    const { operation } = form;
    const request = { action, case: number, record, operation, base, values, reason: this.reason };
    return this.send(
      () => call(formCommands(action).save, request),
      (clash) => {
        this.sent = values;
        this.clash = clash;
      },
    );
  }
}
