// What is typed in a form or a sheet, from opening to *Gemt*: what all of them share. Invariants: what is typed is kept
// until it is saved or let go; what is wrong with a field that nobody has touched isn't said before one tries to save.
import { toCommandError, type CommandError } from '$/ipc/errors';
import type { Clash } from '$/ipc/generated/Clash';
import type { Draft } from '$/ipc/generated/Draft';
import type { FieldProblem } from '$/ipc/generated/FieldProblem';
import type { FieldValue } from '$/ipc/generated/FieldValue';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { SaveOutcome } from '$/ipc/generated/SaveOutcome';
import { DraftKeeper } from './draftKeeper';
import { draftKey } from './formCommands';
import type { OpenedForm } from './openForm.svelte';
import { Problems } from './problems.svelte';
import { WhileTyping } from './whileTyping';

/** What a save that went through answers. */
export type Saved = Extract<SaveOutcome, { outcome: 'saved' }>;

/** Values as they travel, by name. */
export function asRecord(values: readonly FieldValue[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

/** Something being filled in: `Asked` is what the core gives to fill in, `Input` what it is asked to check, `Check` what it says. */
export abstract class Edit<Asked, Input, Check extends { problems: FieldProblem[] }> {
  /** What stands in the fields, by name. */
  values = $state<Record<string, string>>({});
  /** A refusal that concerns no field. */
  error = $state.raw<CommandError | null>(null);
  /** Why what is typed can't be checked now. */
  checkError = $state.raw<CommandError | null>(null);
  isSaving = $state(false);
  /** A draft that is asked about before the fields are shown. */
  offered = $state.raw<KeptDraft | null>(null);
  /** The draft that one goes on from. */
  resumed = $state.raw<KeptDraft | null>(null);
  protected readonly problems = new Problems(() => this.values);
  private isDone = $state(false);
  private readonly drafts: DraftKeeper;
  private readonly checking: WhileTyping<Input, Check>;

  /** How many fields differ from what was opened. */
  abstract readonly changes: number;
  /** Would something be lost by closing? */
  readonly isDirty = $derived.by(() => !this.isDone && this.changes > 0);
  /** What is wrong at a field, by its name. */
  readonly errors = $derived(this.problems.sentences(true));
  /** What is odd at a field, by its name. */
  readonly warnings = $derived(this.problems.sentences(false));

  constructor(protected readonly opened: OpenedForm) {
    this.drafts = new DraftKeeper(draftKey(opened.request));
    this.checking = new WhileTyping((input) => this.askCheck(input), {
      take: (checked) => {
        this.checkError = null;
        this.take(checked);
      },
      fail: (error) => (this.checkError = error),
    });
  }

  /** Asks the core for what is to be filled in. */
  protected abstract ask(): Promise<Asked>;
  /** Takes it over as it is opened. */
  protected abstract begin(asked: Asked): void;
  /** Puts what a draft holds into the fields. */
  protected abstract restore(draft: Draft): void;
  /** What is typed, as the core checks it. */
  protected abstract input(): Input;
  protected abstract askCheck(input: Input): Promise<Check>;
  /** Takes over what the core says of what is typed. */
  protected abstract take(checked: Check): void;
  /** What is typed as a draft; null before it is opened. */
  protected abstract asDraft(): Draft | null;
  /** Is there a field of that name, at which a problem can stand? */
  protected abstract hasField(name: string): boolean;
  /** Has a field another value than it was opened with? */
  protected abstract isChanged(name: string): boolean;

  /** Asks for it, and for what was left of it. */
  async open(): Promise<void> {
    this.error = null;
    const { draft } = this.opened;
    try {
      const [asked, found] = await Promise.all([
        this.ask(),
        draft === null ? this.drafts.find() : Promise.resolve(null),
      ]);
      this.begin(asked);
      this.offered = found;
      if (draft !== null) this.resume(draft);
      else if (found === null) this.check();
    } catch (thrown) {
      this.error = toCommandError(thrown);
    }
  }

  /** Goes on from a draft. */
  resume(kept: KeptDraft): void {
    this.restore(kept.draft);
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
    // The reason isn't among the values, nor part of what is checked.
    if (name in this.values) this.checking.soon(this.input());
    this.drafts.soon(() => this.draft());
  }

  /** The keyboard left a field. */
  left(name: string): void {
    if (this.isChanged(name)) this.problems.touch(name);
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

  /** It is gone from the screen. */
  stop(): void {
    this.problems.stop();
    this.checking.stop();
    this.drafts.stop();
  }

  /** Has the core look at what is typed, at once. */
  check(): void {
    this.checking.now(this.input());
  }

  /** Before a save: what was wrong with the last one is no longer said, and no check says anything more. */
  protected beginSave(): void {
    this.checking.stop();
    this.error = null;
    this.problems.try([]);
  }

  /** Saves; the core's answer when it is saved, else null, with what was wrong at its field or as a whole. */
  protected async send(
    save: () => Promise<SaveOutcome>,
    clashed: (clash: Clash) => void,
  ): Promise<Saved | null> {
    this.isSaving = true;
    try {
      const outcome = await save();
      if (outcome.outcome === 'saved') {
        this.discard();
        return outcome;
      }
      if (outcome.outcome === 'refused') this.problems.try(outcome.problems);
      else clashed(outcome.clash);
    } catch (thrown) {
      const error = toCommandError(thrown);
      if (error.field !== null && this.hasField(error.field)) {
        this.problems.try([{ field: error.field, sentence: error.message, isError: true }]);
      } else this.error = error;
    } finally {
      this.isSaving = false;
    }
    return null;
  }

  private draft(): Draft | null {
    return this.isDirty ? this.asDraft() : null;
  }
}
