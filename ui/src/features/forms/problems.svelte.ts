// What the core says of the fields of a form, and which of it is shown. Invariant: what is wrong with a field that
// nobody has touched isn't said before one tries to save.
import { SvelteSet } from 'svelte/reactivity';
import type { FieldProblem } from '$/ipc/generated/FieldProblem';

/** Milliseconds after which a field that is typed in counts as touched although the keyboard hasn't left it. */
const settled = 1000;

/** The problems of one form. */
export class Problems {
  /** Everything the core says, also of fields that nobody has touched. */
  found = $state.raw<FieldProblem[]>([]);
  private readonly touched = new SvelteSet<string>();
  /** Saving was tried: everything that is wrong is said. */
  private isTried = $state(false);
  private settling: number | undefined;

  constructor(private readonly values: () => Record<string, string>) {}

  /** Does something keep the form from being saved? */
  get hasErrors(): boolean {
    return this.found.some((problem) => problem.isError);
  }

  /** Something is typed in a field, or chosen, which is done at once. */
  typed(name: string, isChoice: boolean): void {
    window.clearTimeout(this.settling);
    // What was found of the value before, and wasn't said, is no longer true.
    if (!this.isSaid(name)) this.found = this.found.filter(({ field }) => field !== name);
    if (isChoice) this.touch(name);
    else this.settling = window.setTimeout(() => this.touch(name), settled);
  }

  /** A field is done with for now. */
  touch(name: string): void {
    this.touched.add(name);
  }

  /** Saving is tried, with what came of it. */
  try(found: FieldProblem[]): void {
    this.isTried = true;
    this.found = found;
  }

  /** Waits for nothing more. */
  stop(): void {
    window.clearTimeout(this.settling);
  }

  /** What is said at each field, by its name: what is wrong, or what is only odd. */
  sentences(isError: boolean): Record<string, string> {
    const said: Record<string, string> = {};
    for (const { field, sentence } of this.found.filter((problem) => problem.isError === isError)) {
      if (!this.isSaid(field)) continue;
      said[field] = said[field] === undefined ? sentence : `${said[field]} ${sentence}`;
    }
    return said;
  }

  /** What is wrong with something that stands under none of these names. */
  besides(names: readonly string[]): string[] {
    if (!this.isTried) return [];
    return this.found
      .filter(({ field, isError }) => isError && !names.includes(field))
      .map(({ sentence }) => sentence);
  }

  private isSaid(field: string): boolean {
    // What is typed in one field can make another one wrong, which is said where there is something to put right.
    const isConsequence = this.touched.size > 0 && (this.values()[field] ?? '').trim() !== '';
    return this.isTried || this.touched.has(field) || isConsequence;
  }
}
