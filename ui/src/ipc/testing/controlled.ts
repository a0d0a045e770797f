// A made-up core whose answers a test decides: what was asked is kept, answers can be replaced, and news comes when
// the test says so. Invariant: commands that a test says nothing about are answered as the made-up core does.
import type { CommandName, Transport } from '../commands';
import type { ApiError } from '../generated/ApiError';
import type { News } from '../generated/News';
import { fakeCore, type FakeOptions } from './fake';

/** Where nothing happened. */
const quiet: News = { number: 1, dataChanged: false, sessionChanged: false, present: [], connection: null };

interface Waiting {
  since: number;
  resolve: (news: News) => void;
  reject: (error: ApiError) => void;
}

/** A core under a test's control. */
export class ControlledCore {
  readonly asked: { name: CommandName; request: unknown }[] = [];
  readonly transport: Transport;
  private readonly replaced = new Map<CommandName, (request: never) => unknown>();
  private waiting: Waiting[] = [];
  private number = 1;

  constructor(options: FakeOptions = {}) {
    const fake = fakeCore({ phase: 'open', ...options });
    this.transport = async (name, request) => {
      this.asked.push({ name, request: structuredClone(request) });
      const answer = this.replaced.get(name);
      if (answer !== undefined) return structuredClone(await answer(request as never));
      if (name !== 'news') return fake(name, request);
      return new Promise<News>((resolve, reject) => {
        this.waiting.push({ since: (request as { since: number }).since, resolve, reject });
      });
    };
  }

  /** Answers a command from now on. */
  answer(name: CommandName, answer: (request: never) => unknown): void {
    this.replaced.set(name, answer);
  }

  /** Refuses a command from now on. */
  refuse(name: CommandName, error: Partial<ApiError>): void {
    this.answer(name, () => {
      throw { code: 'unexpected', field: null, message: '', incident: null, ...error } satisfies ApiError;
    });
  }

  /** Everything that a command was asked. */
  requests<Request>(name: CommandName): Request[] {
    return this.asked.filter((call) => call.name === name).map((call) => call.request as Request);
  }

  /** How many questions for news wait. */
  get waitingForNews(): number {
    return this.waiting.length;
  }

  /** Tells news to whoever waits for it. */
  tell(news: Partial<News>): void {
    this.number += 1;
    for (const waiting of this.waiting.splice(0)) waiting.resolve({ ...quiet, number: this.number, ...news });
  }

  /** Refuses the question for news that waits. */
  refuseNews(error: Partial<ApiError>): void {
    const refusal = { code: 'unexpected', field: null, message: '', incident: null, ...error };
    for (const waiting of this.waiting.splice(0)) waiting.reject(refusal);
  }
}
