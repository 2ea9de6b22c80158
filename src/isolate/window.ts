const windowMax = 64;
const shortMs = 2;
const longMs = 8;

/**
 * How many calls are given ahead to one isolate. Tiny tasks are pipelined, because the way there
 * costs more than they do; long ones are spread, one to an isolate. One that took long halves the
 * window only: on a busy machine a tiny task may have had to wait for its turn.
 */
export class CallWindow {
  #size = 1;
  #shortInRow = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns whether the size has changed. */
  note(tookMs: number): boolean {
    if (tookMs > longMs) return this.#resize(this.#size / 2);
    this.#shortInRow = tookMs < shortMs ? this.#shortInRow + 1 : 0;
    if (this.#shortInRow < this.#size || this.#size === windowMax) return false;
    return this.#resize(this.#size * 2);
  }

  /** @returns whether the size has changed. */
  shrink(): boolean {
    return this.#resize(1);
  }

  #resize(size: number): boolean {
    this.#shortInRow = 0;
    const before = this.#size;
    this.#size = Math.max(1, size);
    return this.#size !== before;
  }
}
