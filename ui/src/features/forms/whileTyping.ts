// The core asked about what is typed, while it is typed. Invariants: one question at a time, asked when the typing
// pauses; the answer to what was typed last wins; none is taken after `stop`.
import { toCommandError, type CommandError } from '$/ipc/errors';

/** Milliseconds without a key before the core is asked. */
const pause = 250;

/** What comes of a question. */
interface Answered<Answer> {
  take: (answer: Answer) => void;
  fail: (error: CommandError) => void;
}

/** Asks the core what it makes of what is typed. */
export class WhileTyping<Input, Answer> {
  private timer: number | undefined;
  private due: { input: Input } | null = null;
  private isUnderWay = false;
  /** Raised when answers that are still to come no longer count. */
  private turn = 0;

  constructor(
    private readonly ask: (input: Input) => Promise<Answer>,
    private readonly answered: Answered<Answer>,
  ) {}

  /** Asks when nothing more was typed for a moment. */
  soon(input: Input): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(input), pause);
  }

  /** Asks at once, or as soon as the question under way is answered. */
  now(input: Input): void {
    window.clearTimeout(this.timer);
    this.due = { input };
    if (!this.isUnderWay) void this.run();
  }

  /** Asks no more, and takes no answer to what was asked. */
  stop(): void {
    window.clearTimeout(this.timer);
    this.due = null;
    this.turn += 1;
  }

  private async run(): Promise<void> {
    this.isUnderWay = true;
    while (this.due !== null) {
      const { input } = this.due;
      const turn = this.turn;
      this.due = null;
      const isLast = () => this.due === null && turn === this.turn;
      try {
        const answer = await this.ask(input);
        if (isLast()) this.answered.take(answer);
      } catch (thrown) {
        if (isLast()) this.answered.fail(toCommandError(thrown));
      }
    }
    this.isUnderWay = false;
  }
}
