// The sheet that follows up all of a citizen's goals, from opening to *Gemt*. Invariants: a row left blank is no
// follow-up; every attempt carries the sheet's one operation.
import { call } from '$/ipc/client';
import { CommandError } from '$/ipc/errors';
import type { Draft } from '$/ipc/generated/Draft';
import type { FollowUpCheck } from '$/ipc/generated/FollowUpCheck';
import type { FollowUpInput } from '$/ipc/generated/FollowUpInput';
import type { FollowUpSheet } from '$/ipc/generated/FollowUpSheet';
import type { HoursMonth } from '$/ipc/generated/HoursMonth';
import type { RecordAction } from '$/ipc/generated/RecordAction';
import type { Remark } from '$/ipc/generated/Remark';
import type { Status } from '$/ipc/generated/Status';
import { asRecord, Edit, type Saved } from '../forms/edit.svelte';
import { draftKey } from '../forms/formCommands';

/** The sheet being filled in. Fields go by the names the core gives problems at: `date`, `source`, `level-<goal>` … */
export class FollowUpEdit extends Edit<FollowUpSheet, FollowUpInput, FollowUpCheck> {
  sheet = $state.raw<FollowUpSheet | null>(null);
  /** What the core makes of what is typed; the last that it said until it answers again. */
  private checked = $state.raw<FollowUpCheck | null>(null);
  private opening = $state.raw<Record<string, string>>({});
  /** What months stood at when their hours were typed: the opening, or that of the sheet a draft was kept from. */
  private bases: Record<string, string> = {};

  /** How many fields are filled in. */
  readonly changes = $derived(
    Object.entries(this.values).filter(([name, value]) => value !== (this.opening[name] ?? '')).length,
  );
  /** What is wrong with something that the sheet doesn't show. */
  readonly elsewhere = $derived(this.problems.besides(Object.keys(this.values)));
  /** The months with what is typed. */
  readonly months = $derived<HoursMonth[]>(this.checked?.months ?? this.sheet?.months ?? []);
  /** What the core points out. */
  readonly remarks = $derived<Remark[]>(this.checked?.remarks ?? []);

  private get number(): string {
    return this.opened.request.case ?? '';
  }

  /** What a goal comes to with what is typed, or as it stands. */
  outcomeOf(goal: string, now: Status): Status {
    return this.checked?.outcomes.find((found) => found.goal === goal)?.outcome ?? now;
  }

  /** The form that puts the follow-up right that stands in the way of a goal's row; null where none does. */
  correctionOf(goal: string): RecordAction | null {
    return this.checked?.corrections.find((found) => found.goal === goal)?.action ?? null;
  }

  /** Something about the case was changed beside the sheet; what is typed stays. */
  async renew(): Promise<void> {
    const { goals, reports } = await call('follow_up_sheet', { case: this.number });
    if (this.sheet === null) return;
    // A goal that has gone keeps its row until the sheet is saved, which says so there.
    const renewed = this.sheet.goals.map((goal) => goals.find(({ id }) => id === goal.id) ?? goal);
    this.sheet = { ...this.sheet, goals: renewed, reports };
    this.check();
  }

  /** Saves the sheet as one; null with `errors` or `error` set where it isn't saved. */
  async save(): Promise<Saved | null> {
    const { sheet } = this;
    if (sheet === null || this.isSaving) return null;
    this.beginSave();
    const request = { operation: sheet.operation, input: this.input() };
    return this.send(
      () => call('save_follow_ups', request),
      (clash) => (this.error = said(clash.sentence)),
    );
  }

  protected ask(): Promise<FollowUpSheet> {
    return call('follow_up_sheet', { case: this.number });
  }

  protected begin(sheet: FollowUpSheet): void {
    this.opening = this.blank(sheet);
    this.values = { ...this.opening };
    this.bases = { ...this.opening };
    this.sheet = sheet;
  }

  /** A goal that has ended since has no row any more, and its words go with it. */
  protected restore({ base, values }: Draft): void {
    const before = asRecord(base);
    for (const { name, value } of values) {
      // Hours that were left alone are as they stand now: somebody may have told them since.
      if (!(name in this.opening) || (name.startsWith('hours-') && value === before[name])) continue;
      this.values[name] = value;
      this.bases[name] = before[name] ?? '';
    }
  }

  protected askCheck(input: FollowUpInput): Promise<FollowUpCheck> {
    return call('check_follow_ups', input);
  }

  protected take(checked: FollowUpCheck): void {
    this.checked = checked;
    this.problems.found = checked.problems;
  }

  protected hasField(name: string): boolean {
    return name in this.values;
  }

  protected isChanged(name: string): boolean {
    return this.values[name] !== this.opening[name];
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

  private textOf(name: string): string {
    return this.values[name] ?? '';
  }

  protected input(): FollowUpInput {
    const { goals = [], months = [] } = this.sheet ?? {};
    return {
      case: this.number,
      date: this.textOf('date'),
      source: this.textOf('source'),
      goals: goals.map(({ id }) => ({
        goal: id,
        level: this.textOf(`level-${id}`),
        result: this.textOf(`result-${id}`),
        remark: this.textOf(`remark-${id}`),
      })),
      hours: months.map(({ month }) => ({
        month,
        hours: this.textOf(`hours-${month}`),
        base: this.bases[`hours-${month}`] ?? '',
      })),
    };
  }

  protected asDraft(): Draft | null {
    if (this.sheet === null) return null;
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
