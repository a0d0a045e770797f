// The sheet that follows up all of a citizen's goals, from opening to *Gemt*. Invariants: what is typed is kept until it
// is saved or let go; a row left blank is no follow-up; every attempt carries the sheet's one operation.
import { call } from '$/ipc/client';
import { CommandError, toCommandError } from '$/ipc/errors';
import type { Draft } from '$/ipc/generated/Draft';
import type { FollowUpCheck } from '$/ipc/generated/FollowUpCheck';
import type { FollowUpInput } from '$/ipc/generated/FollowUpInput';
import type { FollowUpSheet } from '$/ipc/generated/FollowUpSheet';
import type { HoursMonth } from '$/ipc/generated/HoursMonth';
import type { KeptDraft } from '$/ipc/generated/KeptDraft';
import type { Remark } from '$/ipc/generated/Remark';
import type { Status } from '$/ipc/generated/Status';
import { DraftKeeper } from '../forms/draftKeeper';
import { draftKey } from '../forms/formCommands';
import type { Saved } from '../forms/formEdit.svelte';
import type { OpenedForm } from '../forms/openForm.svelte';
import { Problems } from '../forms/problems.svelte';
import { WhileTyping } from '../forms/whileTyping';

/** The sheet being filled in. Fields go by the names the core gives problems at: `date`, `source`, `level-<goal>` … */
export class FollowUpEdit {
  sheet = $state.raw<FollowUpSheet | null>(null);
  values = $state<Record<string, string>>({});
  /** A refusal that concerns no field. */
  error = $state.raw<CommandError | null>(null);
  isSaving = $state(false);
  /** A draft that is asked about before the sheet is shown. */
  offered = $state.raw<KeptDraft | null>(null);
  /** The draft that the sheet goes on from. */
  resumed = $state.raw<KeptDraft | null>(null);
  /** What the core makes of what is typed. */
  private checked = $state.raw<FollowUpCheck | null>(null);
  private opening = $state.raw<Record<string, string>>({});
  /** What months stood at when their hours were typed: the opening, or that of the sheet a draft was kept from. */
  private bases: Record<string, string> = {};
  private isDone = $state(false);
  private readonly problems = new Problems(() => this.values);
  private readonly drafts: DraftKeeper;
  private readonly checking: WhileTyping<FollowUpInput, FollowUpCheck>;

  /** How many fields are filled in. */
  readonly changes = $derived(
    Object.entries(this.values).filter(([name, value]) => value !== (this.opening[name] ?? '')).length,
  );
  /** Would something be lost by closing? */
  readonly isDirty = $derived(!this.isDone && this.changes > 0);
  /** What is wrong at a field, by its name. */
  readonly errors = $derived(this.problems.sentences(true));
  /** What is odd at a field, by its name. */
  readonly warnings = $derived(this.problems.sentences(false));
  /** What is wrong with something that the sheet doesn't show. */
  readonly elsewhere = $derived(this.problems.besides(Object.keys(this.values)));
  /** The months with what is typed. */
  readonly months = $derived<HoursMonth[]>(this.checked?.months ?? this.sheet?.months ?? []);
  /** What the core points out. */
  readonly remarks = $derived<Remark[]>(this.checked?.remarks ?? []);

  constructor(private readonly opened: OpenedForm) {
    this.drafts = new DraftKeeper(draftKey(opened.request));
    this.checking = new WhileTyping((input) => call('check_follow_ups', input), {
      take: (checked) => {
        this.checked = checked;
        this.problems.found = checked.problems;
      },
      // What stands on the sheet is said by the last check until the core answers again; saving says why it doesn't.
      fail: () => undefined,
    });
  }

  private get number(): string {
    return this.opened.request.case ?? '';
  }

  /** Asks for the sheet, and for what was left of it. */
  async open(): Promise<void> {
    this.error = null;
    const { draft } = this.opened;
    try {
      const [sheet, found] = await Promise.all([
        call('follow_up_sheet', { case: this.number }),
        draft === null ? this.drafts.find() : Promise.resolve(null),
      ]);
      this.opening = this.blank(sheet);
      this.values = { ...this.opening };
      this.bases = { ...this.opening };
      this.sheet = sheet;
      this.offered = found;
      if (draft !== null) this.resume(draft);
      else if (found === null) this.check();
    } catch (thrown) {
      this.error = toCommandError(thrown);
    }
  }

  /** Goes on from a draft. A goal that has ended since has no row any more, and its words go with it. */
  resume(kept: KeptDraft): void {
    const before = Object.fromEntries(kept.draft.base.map(({ name, value }) => [name, value]));
    for (const { name, value } of kept.draft.values) {
      // Hours that were left alone are as they stand now: somebody may have told them since.
      if (!(name in this.opening) || (name.startsWith('hours-') && value === before[name])) continue;
      this.values[name] = value;
      this.bases[name] = before[name] ?? '';
    }
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
    this.checking.soon(this.input());
    this.drafts.soon(() => this.draft());
  }

  /** The keyboard left a field. */
  left(name: string): void {
    if (this.values[name] !== this.opening[name]) this.problems.touch(name);
  }

  /** What a goal comes to with what is typed, or as it stands. */
  outcomeOf(goal: string, now: Status): Status {
    return this.checked?.outcomes.find((found) => found.goal === goal)?.outcome ?? now;
  }

  /** Files came or went; what is typed stays. */
  async renewReports(): Promise<void> {
    const sheet = await call('follow_up_sheet', { case: this.number });
    if (this.sheet !== null) this.sheet = { ...this.sheet, reports: sheet.reports };
  }

  /** Saves the sheet as one; null with `errors` or `error` set where it isn't saved. */
  async save(): Promise<Saved | null> {
    const { sheet } = this;
    if (sheet === null || this.isSaving) return null;
    this.checking.stop();
    this.error = null;
    this.problems.try([]);
    this.isSaving = true;
    try {
      const outcome = await call('save_follow_ups', { operation: sheet.operation, input: this.input() });
      if (outcome.outcome === 'saved') {
        this.isDone = true;
        void this.drafts.drop();
        return outcome;
      }
      if (outcome.outcome === 'refused') this.problems.try(outcome.problems);
      else this.error = said(outcome.clash.sentence);
    } catch (thrown) {
      const error = toCommandError(thrown);
      if (error.field !== null && error.field in this.values) {
        this.problems.try([{ field: error.field, sentence: error.message, isError: true }]);
      } else this.error = error;
    } finally {
      this.isSaving = false;
    }
    return null;
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

  /** The sheet is gone from the screen. */
  stop(): void {
    this.problems.stop();
    this.checking.stop();
    this.drafts.stop();
  }

  private blank(sheet: FollowUpSheet): Record<string, string> {
    const goals = sheet.goals.flatMap(({ id }) => [`level-${id}`, `result-${id}`, `remark-${id}`]);
    return {
      date: sheet.today,
      source: '',
      ...Object.fromEntries(goals.map((name) => [name, ''])),
      ...Object.fromEntries(sheet.months.map(({ month, delivered }) => [`hours-${month}`, delivered ?? ''])),
    };
  }

  private check(): void {
    this.checking.now(this.input());
  }

  private valueOf(name: string): string {
    return this.values[name] ?? '';
  }

  private input(): FollowUpInput {
    const { goals = [], months = [] } = this.sheet ?? {};
    return {
      case: this.number,
      date: this.valueOf('date'),
      source: this.valueOf('source'),
      goals: goals.map(({ id }) => ({
        goal: id,
        level: this.valueOf(`level-${id}`),
        result: this.valueOf(`result-${id}`),
        remark: this.valueOf(`remark-${id}`),
      })),
      hours: months.map(({ month }) => ({
        month,
        hours: this.valueOf(`hours-${month}`),
        base: this.bases[`hours-${month}`] ?? '',
      })),
    };
  }

  private draft(): Draft | null {
    if (!this.isDirty || this.sheet === null) return null;
    const asList = (values: Record<string, string>) =>
      Object.entries(values).map(([name, value]) => ({ name, value }));
    return {
      key: draftKey(this.opened.request),
      title: this.sheet.title,
      request: this.opened.request,
      values: asList(this.values),
      base: asList(this.bases),
      reason: '',
    };
  }
}

/** A sentence of the core as a refusal. */
function said(message: string): CommandError {
  return new CommandError({ code: 'clashed', field: null, message, incident: null });
}
