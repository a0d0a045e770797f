// The import one is working on: file, choices, preview, result. Kept between screens, so that one can look
// something up and come back. Invariant: every question to the core carries all choices; nothing is stored
// before `commit`; dropped when the session locks.
import { messages } from '$/app/messages.svelte';
import { session } from '$/app/session.svelte';
import { call } from '$/ipc/client';
import { toCommandError, type CommandError } from '$/ipc/errors';
import type { ColumnMapping } from '$/ipc/generated/ColumnMapping';
import type { ImportFile } from '$/ipc/generated/ImportFile';
import type { ImportPreview } from '$/ipc/generated/ImportPreview';
import type { ImportProblem } from '$/ipc/generated/ImportProblem';
import type { ImportProgress } from '$/ipc/generated/ImportProgress';
import type { ImportRequest } from '$/ipc/generated/ImportRequest';
import type { ImportResult } from '$/ipc/generated/ImportResult';
import type { RowAddress } from '$/ipc/generated/RowAddress';
import { text } from '$/text/da';

/** Milliseconds between two questions for the progress. */
const pollEvery = 200;

function emptyRequest(file: string): ImportRequest {
  return { file, day: null, mappings: [], corrections: [], leftOut: [], leaveOutRefused: false };
}

function sameRow(a: RowAddress, b: RowAddress): boolean {
  return a.sheet === b.sheet && a.row === b.row;
}

class ImportJob {
  file = $state<ImportFile | null>(null);
  request = $state<ImportRequest>(emptyRequest(''));
  preview = $state<ImportPreview | null>(null);
  result = $state<ImportResult | null>(null);
  error = $state<CommandError | null>(null);
  progress = $state<ImportProgress | null>(null);
  /** What is being done, or null. */
  work = $state<'reading' | 'committing' | null>(null);
  /** Position of the problem one is at. */
  position = $state(0);
  /** Whether the columns are being mapped by hand. */
  mapsColumns = $state(false);
  /** Raised when the keyboard shall go on in the problem's correction; the box takes it and lowers it. */
  entersCorrection = $state(false);
  private run = 0;

  /** The problem one is at. */
  get problem(): ImportProblem | null {
    return this.preview?.problems[this.position] ?? null;
  }

  /** A file from the core's dialogue; then its preview. */
  async choose(): Promise<void> {
    this.error = null;
    const run = this.run;
    try {
      const file = await call('import_choose_file');
      if (file === null || run !== this.run) return;
      this.forget();
      this.file = file;
      this.request = emptyRequest(file.ticket);
    } catch (thrown) {
      if (run === this.run) this.error = toCommandError(thrown);
      return;
    }
    await this.look();
    this.goToFirstError();
  }

  /** Goes to a problem, and with the keyboard into its correction. */
  enter(position: number): void {
    this.position = position;
    this.entersCorrection = true;
  }

  /** Asks for the preview with the choices as they are. */
  async look(): Promise<void> {
    const preview = await this.watch('reading', () => call('import_preview', this.plainRequest()));
    if (preview === null) return;
    this.preview = preview;
    this.position = Math.min(this.position, Math.max(preview.problems.length - 1, 0));
  }

  /** Writes a new value into the problem's cell. */
  async correct(problem: ImportProblem, value: string): Promise<void> {
    const { sheet, row, column } = problem;
    const others = this.request.corrections.filter(
      (cell) => !(sameRow(cell, problem) && cell.column === column),
    );
    await this.change({ corrections: [...others, { sheet, row, column, value }] });
    this.entersCorrection = this.problem !== null;
  }

  /** Leaves the problem's row out. */
  async leaveOut({ sheet, row }: RowAddress): Promise<void> {
    await this.change({ leftOut: [...this.request.leftOut, { sheet, row }] });
    this.entersCorrection = this.problem !== null;
  }

  /** Takes a row in again. */
  async takeBack(address: RowAddress): Promise<void> {
    await this.change({ leftOut: this.request.leftOut.filter((row) => !sameRow(row, address)) });
  }

  /** Leaves out every refused row, or no longer. */
  async leaveOutRefused(leaveOutRefused: boolean): Promise<void> {
    await this.change({ leaveOutRefused });
  }

  /** Maps columns by hand. */
  async map(mappings: ColumnMapping[]): Promise<void> {
    const others = this.request.mappings.filter(
      (old) => !mappings.some((mapping) => mapping.sheet === old.sheet && mapping.heading === old.heading),
    );
    await this.change({ mappings: [...others, ...mappings] });
    this.goToFirstError();
  }

  /** Says which day the sheet stands at. */
  async setDay(day: string): Promise<void> {
    await this.change({ day });
    this.goToFirstError();
  }

  /** Stores everything. */
  async commit(): Promise<void> {
    const result = await this.watch('committing', () => call('import_commit', this.plainRequest()));
    if (result === null) return;
    this.result = result;
    await session.refresh();
  }

  /** Stops what is being done; the core leaves no trace of it. */
  async cancel(): Promise<void> {
    const run = this.run;
    try {
      await call('import_cancel');
    } catch (thrown) {
      if (run === this.run) this.error = toCommandError(thrown);
    }
  }

  /** Lets the file go. */
  forget(): void {
    this.run += 1;
    this.file = null;
    this.preview = null;
    this.result = null;
    this.error = null;
    this.progress = null;
    this.work = null;
    this.position = 0;
    this.mapsColumns = false;
    this.entersCorrection = false;
  }

  /** The choices without Svelte's proxies, as they travel. */
  plainRequest(): ImportRequest {
    return $state.snapshot(this.request);
  }

  /** What stops the import comes before what is only remarked. */
  private goToFirstError(): void {
    const firstError = this.preview?.problems.findIndex((problem) => problem.severity === 'error') ?? -1;
    this.position = Math.max(firstError, 0);
  }

  private async change(part: Partial<ImportRequest>): Promise<void> {
    this.request = { ...this.request, ...part };
    await this.look();
  }

  /** Does something long: with progress, stoppable, and its refusal kept. */
  private async watch<Value>(
    work: 'reading' | 'committing',
    ask: () => Promise<Value>,
  ): Promise<Value | null> {
    const run = ++this.run;
    this.work = work;
    this.progress = null;
    this.error = null;
    const poll = window.setInterval(() => void this.poll(run), pollEvery);
    try {
      const value = await ask();
      return run === this.run ? value : null;
    } catch (thrown) {
      if (run !== this.run) return null;
      const error = toCommandError(thrown);
      if (error.code === 'cancelled') {
        messages.add('info', text.import.cancelled);
        if (this.preview === null) this.forget();
      } else this.error = error;
      return null;
    } finally {
      window.clearInterval(poll);
      if (run === this.run) {
        this.work = null;
        this.progress = null;
      }
    }
  }

  private async poll(run: number): Promise<void> {
    try {
      const progress = await call('import_progress');
      if (run === this.run && this.work !== null && progress.isRunning) this.progress = progress;
    } catch (thrown) {
      // Without progress the work goes on; its own answer says how it went.
      if (run === this.run) this.progress = null;
      void thrown;
    }
  }
}

/** The import one is working on. */
export const importJob = new ImportJob();
session.whenClosed(() => importJob.forget());
