// An edit of a placement from opening the form to *Gemt*. Invariants: the values typed are kept until it is saved or
// let go; every attempt carries the form's one operation; a save is over `base`, the values it was decided on.
import type { ClashChoices } from '$/components/clash';
import { mergeClash } from '$/components/clash';
import { call } from '$/ipc/client';
import { toCommandError, type CommandError } from '$/ipc/errors';
import type { Clash } from '$/ipc/generated/Clash';
import type { FieldValue } from '$/ipc/generated/FieldValue';
import type { Form } from '$/ipc/generated/Form';
import type { FormField } from '$/ipc/generated/FormField';
import { text } from '$/text/da';

/** A form being filled in. */
export class PlacementEdit {
  form = $state.raw<Form | null>(null);
  /** What stands in the fields, by name. */
  values = $state<Record<string, string>>({});
  reason = $state('');
  clash = $state.raw<Clash | null>(null);
  /** A refusal that concerns no field. */
  error = $state.raw<CommandError | null>(null);
  /** What is wrong at a field, by its name. */
  errors = $state.raw<Record<string, string>>({});
  isSaving = $state(false);
  private base: FieldValue[] = [];
  /** The values of the last attempt, which a clash is about. */
  private sent = $state.raw<FieldValue[]>([]);

  /** How many fields differ from what was opened, the reason included. */
  readonly changes = $derived(
    (this.form?.fields ?? []).filter((field) => this.values[field.name] !== field.value).length +
      (this.reason.trim() === '' ? 0 : 1),
  );
  /** Labels of what would be lost by taking theirs besides the contested fields: other fields one changed, the reason. */
  readonly lostByTheirs = $derived.by((): string[] => {
    const { clash, form } = this;
    if (clash === null || form === null) return [];
    const changedByThem = clash.fields.map((field) => field.name);
    const valueIn = (values: readonly FieldValue[], field: FormField) =>
      values.find(({ name }) => name === field.name)?.value ?? field.value;
    const fields = form.fields.filter(
      (field) =>
        !changedByThem.includes(field.name) && valueIn(this.sent, field) !== valueIn(clash.now, field),
    );
    const reason = this.reason.trim() === '' ? [] : [text.edit.reason];
    return [...fields.map((field) => field.label), ...reason];
  });
  /** Would something be lost by closing? */
  readonly isDirty = $derived(this.changes > 0);

  constructor(private readonly number: string) {}

  /** Asks for the form. */
  async open(): Promise<void> {
    this.error = null;
    try {
      const form = await call('placement_form', {
        action: 'editPlacement',
        case: this.number,
        record: null,
        proposed: [],
      });
      this.values = Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
      this.base = form.fields.map(({ name, value }) => ({ name, value }));
      this.form = form;
    } catch (thrown) {
      this.error = toCommandError(thrown);
    }
  }

  /** Saves what is typed; the core's message when it is saved, else null with `clash`, `errors` or `error` set. */
  async save(): Promise<string | null> {
    return this.send(this.base, this.typed());
  }

  /** Saves both changes as chosen, over what the other left. */
  async merge(choices: ClashChoices): Promise<string | null> {
    const clash = this.clash;
    if (clash === null) return null;
    const merged = mergeClash(this.sent, clash, choices);
    const message = await this.send(clash.now, merged);
    // A field that can't be read is put right in the form, over what the other left.
    if (Object.keys(this.errors).length > 0) {
      this.base = clash.now;
      this.values = Object.fromEntries(merged.map(({ name, value }) => [name, value]));
      this.clash = null;
    }
    return message;
  }

  /** Back to the form as it was typed. */
  backToMine(): void {
    this.clash = null;
    this.error = null;
  }

  private typed(): FieldValue[] {
    return (this.form?.fields ?? []).map(({ name }) => ({ name, value: this.values[name] ?? '' }));
  }

  private async send(base: FieldValue[], values: FieldValue[]): Promise<string | null> {
    const form = this.form;
    if (form === null || this.isSaving) return null;
    this.isSaving = true;
    this.error = null;
    this.errors = {};
    try {
      const outcome = await call('save_placement', {
        action: 'editPlacement',
        case: this.number,
        record: null,
        operation: form.operation,
        base,
        values,
        reason: this.reason,
      });
      if (outcome.outcome === 'saved') return outcome.message;
      if (outcome.outcome === 'refused') {
        this.errors = Object.fromEntries(
          outcome.problems
            .filter((problem) => problem.isError)
            .map(({ field, sentence }) => [field, sentence]),
        );
        return null;
      }
      this.sent = values;
      this.clash = outcome.clash;
    } catch (thrown) {
      const error = toCommandError(thrown);
      const isAtField = form.fields.some((field) => field.name === error.field);
      if (isAtField && error.field !== null) this.errors = { [error.field]: error.message };
      else this.error = error;
    } finally {
      this.isSaving = false;
    }
    return null;
  }
}
