// A long list in a box that scrolls: which rows are drawn, the arrows between them, and the keyboard staying at its
// row while others' changes come in. Invariants: a row's own control carries `data-row` with the row's key; where the
// row one was at is gone, the one that took its place has focus.
import { tick, untrack } from 'svelte';
import { rowHeight, rowWindow } from './rowWindow';

/** Where one was in a list, kept by whoever shows it. */
export interface ListPlace {
  scrollTop: number;
  /** Key of the row one was at. */
  selected: string | null;
}

/** What a list is drawn by. */
export interface RowListOptions {
  /** How many rows there are in all. */
  total: () => number;
  place: ListPlace;
  /** Height of a row in px. */
  row?: number;
  /** What is seen of the list moved. */
  onview?: (scrollTop: number, height: number) => void;
}

/** The rows of a list that are on the page. Made while a component begins, as it keeps focus by its effects. */
export class RowList {
  box = $state<HTMLElement | null>(null);
  private scrollTop = $state(0);
  private height = $state(600);
  /** The rows to draw and the space of the others. */
  readonly drawn = $derived.by(() =>
    rowWindow(this.options.total(), this.scrollTop, this.height, this.options.row ?? rowHeight),
  );

  constructor(private readonly options: RowListOptions) {
    this.scrollTop = options.place.scrollTop;
  }

  /** Takes the box over, scrolled to where one was, with the keyboard at the row one was at. */
  readonly attach = (box: HTMLElement): void => {
    untrack(() => {
      this.box = box;
      box.scrollTop = this.options.place.scrollTop;
      const { selected } = this.options.place;
      if (selected !== null) void tick().then(() => this.control(selected)?.focus({ preventScroll: true }));
    });
  };

  /** The controls of the rows that are drawn. */
  private controls(): HTMLElement[] {
    return [...(this.box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  }

  private control(key: string): HTMLElement | undefined {
    return this.controls().find((control) => control.dataset['row'] === key);
  }

  /** The row that has the keyboard, by its key. */
  focused(): string | null {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || this.box?.contains(at) !== true) return null;
    const control = at.closest('tr')?.querySelector<HTMLElement>('[data-row]');
    return control?.dataset['row'] ?? null;
  }

  /** Puts the keyboard at a row. */
  focus(key: string): void {
    this.control(key)?.focus({ preventScroll: true });
  }

  /** Keeps the keyboard at its row while `rows` change. Called while the component begins. */
  keepFocus(rows: () => unknown): void {
    let at: { key: string; position: number } | null = null;
    $effect.pre(() => {
      void rows();
      const key = untrack(() => this.focused());
      at =
        key === null
          ? null
          : { key, position: this.controls().findIndex((control) => control.dataset['row'] === key) };
    });
    $effect(() => {
      void rows();
      if (at === null || untrack(() => this.focused()) === at.key) return;
      const controls = this.controls();
      const next = this.control(at.key) ?? controls[Math.min(at.position, controls.length - 1)];
      next?.focus({ preventScroll: true });
    });
  }

  readonly onscroll = (): void => {
    if (this.box === null) return;
    this.scrollTop = this.box.scrollTop;
    this.height = this.box.clientHeight;
    this.options.place.scrollTop = this.scrollTop;
    this.options.onview?.(this.scrollTop, this.height);
  };

  /** Back to the first row, as after sorting. */
  toTop(): void {
    if (this.box !== null) this.box.scrollTop = 0;
  }

  /** Up and down between the rows; Home and End to the ends of what is drawn. True where the key was one of these. */
  moves(event: KeyboardEvent): boolean {
    const controls = this.controls();
    const key = this.focused();
    const at = controls.findIndex((control) => control.dataset['row'] === key);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return false;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: controls.length - 1 }[event.key];
    if (to === undefined) return false;
    event.preventDefault();
    controls[to]?.focus();
    return true;
  }
}
