import { firstFrom, lineAt, offsetsOf, rowPx, rowsOf } from './log-rows.ts';
import type { NumberedLine } from './run-view.svelte.ts';

/** Logs up to this height are drawn whole: a person can find, select and print them. */
const wholePx = 400 * rowPx;
/** Drawn beyond what is seen, above and below. */
const sparePx = 10 * rowPx;
const endPx = 24;

/** What of a log is drawn, and the heights of what is left out above and below, in pixels. */
export interface DrawnLines {
  readonly lines: readonly NumberedLine[];
  readonly above: number;
  readonly below: number;
}

/**
 * Where a person is in a log of any length.
 * 1. Only lines in sight are drawn once the log is long; how high others are is guessed until they are.
 * 2. At its end the log follows what comes; anywhere else the line at the top stays where it is, also
 *    when lines above it go or turn out higher than they were guessed.
 */
export class LogScroll {
  readonly #linesOf: () => readonly NumberedLine[];
  readonly #say: (line: NumberedLine) => string;
  /** As far as they were seen; a new object with each that is not as it was guessed. */
  #heights = $state.raw({ of: new WeakMap<NumberedLine, number>() });
  /** The line at the top, and how much of it is above. */
  #top = { number: 0, hiddenPx: 0 };
  #lettersPerRow = 100;
  #headPx = 0;
  #fittedPx = 0;
  #isAtEnd = $state(true);
  #scrollTop = $state(0);
  widthPx = $state(0);
  heightPx = $state(320);

  readonly #offsets = $derived.by(() => {
    const heights = this.#heights;
    return offsetsOf(this.#linesOf(), (line) => heights.of.get(line) ?? this.#guess(line));
  });
  readonly #wholePx = $derived(this.#offsets.at(-1) ?? 0);
  readonly isLong = $derived(this.#wholePx > wholePx);
  readonly drawn: DrawnLines = $derived.by(() => {
    const lines = this.#linesOf();
    if (!this.isLong) return { lines, above: 0, below: 0 };
    const lastTop = this.#wholePx - this.heightPx;
    const top = this.#isAtEnd ? lastTop : Math.min(this.#scrollTop, lastTop);
    const from = lineAt(this.#offsets, top - sparePx);
    const to = lineAt(this.#offsets, top + this.heightPx + sparePx) + 1;
    const above = this.#offsets[from] ?? 0;
    const below = this.#wholePx - (this.#offsets[to] ?? 0);
    return { lines: lines.slice(from, to), above, below };
  });

  /** @param say what is shown of a line. */
  constructor(lines: () => readonly NumberedLine[], say: (line: NumberedLine) => string) {
    this.#linesOf = lines;
    this.#say = say;
  }

  /** The person scrolled, or `settle` did. */
  scrolled({ scrollHeight, scrollTop, clientHeight }: HTMLElement): void {
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < endPx;
    this.#scrollTop = scrollTop;
    const index = lineAt(this.#offsets, scrollTop);
    const number = this.#linesOf()[index]?.number ?? 0;
    this.#top = { number, hiddenPx: scrollTop - (this.#offsets[index] ?? 0) };
  }

  /** When what is drawn has changed: learns how high it is, and keeps the person where they are. */
  settle(log: HTMLElement): void {
    this.#measure(log);
    if (this.#isAtEnd) log.scrollTop = log.scrollHeight;
    else if (this.isLong) this.#keepTop(log);
  }

  #keepTop(log: HTMLElement): void {
    const lines = this.#linesOf();
    const index = firstFrom(lines.length, (at) => (lines[at]?.number ?? 0) >= this.#top.number);
    const isThere = lines[index]?.number === this.#top.number;
    const at = Math.round((this.#offsets[index] ?? 0) + (isThere ? this.#top.hiddenPx : 0));
    if (Math.abs(log.scrollTop - at) <= 1) return;
    log.scrollTop = at;
    this.#scrollTop = at;
  }

  #measure(log: HTMLElement): void {
    let isNews = this.widthPx !== this.#fittedPx && this.#fit(log);
    const { of } = this.#heights;
    const rows = log.querySelectorAll<HTMLElement>('[data-level]');
    this.drawn.lines.forEach((line, index) => {
      const height = of.has(line) ? undefined : rows[index]?.offsetHeight;
      if (height === undefined) return;
      isNews ||= height !== this.#guess(line);
      of.set(line, height);
    });
    if (isNews) this.#heights = { of };
  }

  /** Of another width every line has another height. */
  #fit(log: HTMLElement): boolean {
    const message = log.querySelector<HTMLElement>('.message');
    const letterPx = log.querySelector('.ruler')?.getBoundingClientRect().width ?? 0;
    if (message === null || letterPx === 0) return false;
    this.#fittedPx = this.widthPx;
    this.#lettersPerRow = Math.floor(message.clientWidth / letterPx);
    this.#headPx = (message.parentElement?.offsetHeight ?? 0) - message.offsetHeight;
    this.#heights = { of: new WeakMap() };
    return true;
  }

  #guess(line: NumberedLine): number {
    return this.#headPx + rowPx * rowsOf(this.#say(line), this.#lettersPerRow);
  }
}
