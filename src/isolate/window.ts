const windowMax = 16;
const shortMs = 2;
const longMs = 8;

/**
 * How many calls are given ahead to one isolate. Tiny tasks are pipelined, because the way there
 * costs more than they do; long ones are spread, one to an isolate.
 */
export class CallWindow {
  #size = 1;
  #shortInRow = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns whether the size has changed. */
  note(tookMs: number): boolean {
    if (tookMs > longMs) return this.shrink();
    this.#shortInRow = tookMs < shortMs ? this.#shortInRow + 1 : 0;
    if (this.#shortInRow < this.#size || this.#size === windowMax) return false;
    this.#shortInRow = 0;
    this.#size *= 2;
    return true;
  }

  /** @returns whether the size has changed. */
  shrink(): boolean {
    this.#shortInRow = 0;
    if (this.#size === 1) return false;
    this.#size = 1;
    return true;
  }
}
