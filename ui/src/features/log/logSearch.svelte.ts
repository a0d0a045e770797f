// What is looked for in the log, and what was found so far. Invariants: further pages are added below and nothing
// that stands there moves; an answer to an older question is dropped; gone when the session locks.
import { Loaded } from '$/app/loaded.svelte';
import { session } from '$/app/session.svelte';
import { readDanishDate } from '$/components/dates';
import { call } from '$/ipc/client';
import type { LogChain } from '$/ipc/generated/LogChain';
import type { LogLine } from '$/ipc/generated/LogLine';
import type { LogPage } from '$/ipc/generated/LogPage';
import type { LogRequest } from '$/ipc/generated/LogRequest';
import { text } from '$/text/da';

/** What narrows the log down, as typed. */
export interface LogFilter {
  text: string;
  /** Id of a person; blank = everybody. */
  person: string;
  /** *Sagsnr.*; null = everything. */
  case: string | null;
  from: string;
  to: string;
  /** Blank = both. */
  chain: LogChain | '';
  /** Id of a kind of record; blank = all. */
  kind: string;
}

const everything: LogFilter = { text: '', person: '', case: null, from: '', to: '', chain: '', kind: '' };

/** A day as typed: nothing, an ISO day, or why it can't be read. */
function day(typed: string): { iso: string | null; error: string | null } {
  if (typed.trim() === '') return { iso: null, error: null };
  const iso = readDanishDate(typed);
  return { iso, error: iso === null ? text.day.wrong : null };
}

class LogSearch {
  filter = $state<LogFilter>({ ...everything });
  readonly data = new Loaded<LogPage>();
  readonly further = new Loaded<LogPage>();
  /** Lines of the pages after the first. */
  private added = $state.raw<LogLine[]>([]);
  private next = $state<string | null>(null);
  private run = 0;

  readonly errors = $derived({ from: day(this.filter.from).error, to: day(this.filter.to).error });
  readonly lines = $derived([...(this.data.value?.lines ?? []), ...this.added]);
  readonly hasMore = $derived(this.next !== null);
  /** Is anything narrowed down? */
  readonly isNarrowed = $derived(JSON.stringify(this.filter) !== JSON.stringify(everything));

  /** The request for a page of what is looked for; null while a date can't be read. */
  request(after: string | null, operation: string | null = null): LogRequest | null {
    if (this.errors.from !== null || this.errors.to !== null) return null;
    const { filter } = this;
    return {
      text: filter.text,
      person: filter.person || null,
      case: filter.case,
      from: day(filter.from).iso,
      to: day(filter.to).iso,
      chain: filter.chain || null,
      kinds: filter.kind === '' ? [] : [filter.kind],
      after,
      limit: 0,
      operation,
    };
  }

  /** Looks from the newest on. */
  async load(): Promise<void> {
    const request = this.request(null);
    if (request === null) return;
    const run = ++this.run;
    await this.data.load(async () => {
      const page = await call('log', request);
      if (run === this.run) {
        this.added = [];
        this.next = page.next;
        this.further.error = null;
      }
      return page;
    });
  }

  /** Adds the next page below. */
  async loadMore(): Promise<void> {
    const request = this.next === null ? null : this.request(this.next);
    if (request === null || this.further.isLoading) return;
    const run = this.run;
    await this.further.load(() => call('log', request));
    const page = this.further.value;
    if (run !== this.run || page === null || this.further.error !== null) return;
    this.added = [...this.added, ...page.lines];
    this.next = page.next;
  }

  /** Lets every filter go. */
  clear(): void {
    this.filter = { ...everything };
  }

  /** Shows what concerns one case. */
  show(number: string): void {
    this.filter = { ...everything, case: number };
  }

  /** Forgets all of it. */
  reset(): void {
    this.run += 1;
    this.clear();
    this.data.forget();
    this.further.forget();
    this.added = [];
    this.next = null;
  }
}

/** The log as one left it. */
export const logSearch = new LogSearch();
session.whenClosed(() => logSearch.reset());
