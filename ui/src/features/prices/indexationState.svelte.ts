// The indexation being prepared: choices and what is left out, kept while the database is open, so that an hour's work
// isn't lost by looking at a case. Invariants: dropped when the session locks; every preview and the commit carry the
// same operation until it is done.
import { newOperation } from '$/app/outcome';
import { session } from '$/app/session.svelte';
import type { ListPlace } from '$/components/rowList.svelte';
import type { IndexationRequest } from '$/ipc/generated/IndexationRequest';
import type { SkippedLine } from '$/ipc/generated/SkippedLine';

class IndexationState {
  /** As typed; blank until one was chosen. */
  year = $state('');
  months = $state('6');
  aboveLimitToo = $state(false);
  skipped = $state.raw<SkippedLine[]>([]);
  operation = $state(newOperation());
  readonly place: ListPlace = { scrollTop: 0, selected: null };

  /** What the choices are wrong about, by field. */
  readonly faults = $derived({
    year: !/^20\d\d$/.test(this.yearOr().trim()),
    months: !/^\d{1,3}$/.test(this.months.trim()),
  });

  /** The question to the core; null while a choice can't be read. */
  get request(): IndexationRequest | null {
    if (this.faults.year || this.faults.months) return null;
    return {
      year: Number(this.yearOr().trim()),
      withinMonths: Number(this.months.trim()),
      aboveLimitToo: this.aboveLimitToo,
      skipped: [...this.skipped],
      operation: this.operation,
    };
  }

  /** The year as typed; the next one while nothing was. */
  yearOr(): string {
    if (this.year !== '') return this.year;
    return String(Number(session.state?.day.iso.slice(0, 4) ?? '0') + 1);
  }

  /** Leaves a line out. */
  skip(line: string, reason: string): void {
    this.skipped = [...this.skipped.filter((other) => other.line !== line), { line, reason }];
  }

  /** Takes a line in again. */
  takeBack(line: string): void {
    this.skipped = this.skipped.filter((other) => other.line !== line);
  }

  /** Was it left out by choice? */
  isSkipped(line: string): boolean {
    return this.skipped.some((other) => other.line === line);
  }

  /** It is done; the next one is another. */
  finish(): void {
    this.skipped = [];
    this.operation = newOperation();
  }

  /** Back to how it opens. */
  reset(): void {
    this.year = '';
    this.months = '6';
    this.aboveLimitToo = false;
    this.place.scrollTop = 0;
    this.place.selected = null;
    this.finish();
  }
}

/** The indexation being prepared. */
export const indexationState = new IndexationState();
session.whenClosed(() => indexationState.reset());
