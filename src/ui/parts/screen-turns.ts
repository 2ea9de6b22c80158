/** How many times as long as a part took the page is left to the person. */
const restShare = 3;
const restMostMs = 1_000;

/**
 * Brings the parts of a screen up to date that changes faster than it can be drawn.
 * 1. Parts come in turn, one a frame; what was asked for while it waited comes once.
 * 2. What a part takes, with its drawing, is followed by three times as much for everything else, so
 *    that a press or a letter never waits for more than one of them.
 */
export class ScreenTurns<Part extends string> {
  readonly #show: (part: Part) => void;
  readonly #waiting = new Set<Part>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAtIt = false;

  constructor(show: (part: Part) => void) {
    this.#show = show;
  }

  ask(part: Part): void {
    this.#waiting.add(part);
    // A hidden page draws no frames, but its words must be right when it is looked at.
    if (document.hidden) this.showAll();
    else this.#begin();
  }

  /** At once, all that waits. */
  showAll(): void {
    const parts = [...this.#waiting];
    this.#waiting.clear();
    for (const part of parts) this.#show(part);
  }

  /** Until something is asked for again. */
  close(): void {
    this.#waiting.clear();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#isAtIt = false;
  }

  #begin(): void {
    if (this.#isAtIt || this.#waiting.size === 0) return;
    this.#isAtIt = true;
    this.#frame = requestAnimationFrame(() => {
      this.#showNext();
    });
  }

  #showNext(): void {
    const startedAt = performance.now();
    const [part] = this.#waiting;
    if (part !== undefined) {
      this.#waiting.delete(part);
      this.#show(part);
    }
    // After the frame, which is drawn at the end of this task.
    this.#timer = setTimeout(() => {
      this.#rest(performance.now() - startedAt);
    });
  }

  #rest(tookMs: number): void {
    this.#timer = setTimeout(
      () => {
        this.#isAtIt = false;
        this.#begin();
      },
      Math.min(restMostMs, tookMs * restShare),
    );
  }
}
