import type { EngineClient } from '#ui/app/engine-client.ts';

/**
 * An answer of the engine that is asked for again whenever lists change.
 * 1. At most one question is under way; changes meanwhile cost one more question, not many.
 * 2. An answer stays on the screen until the next one is there.
 */
export class Asked<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<Error | null>(null);
  readonly #client: EngineClient;
  readonly #ask: () => Promise<T>;
  #isAsking = false;
  #isStale = false;
  #isClosed = false;

  constructor(client: EngineClient, ask: () => Promise<T>) {
    this.#client = client;
    this.#ask = ask;
  }

  get isAnswered(): boolean {
    return this.value !== undefined || this.error !== null;
  }

  /** @returns the end of following. */
  follow(): () => void {
    const end = this.#client.watch({ kind: 'lists' }, () => {
      void this.#again();
    });
    void this.#again();
    return () => {
      this.#isClosed = true;
      end();
    };
  }

  async #again(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    do {
      this.#isStale = false;
      await this.#askOnce();
    } while (this.#wantsMore());
    this.#isAsking = false;
  }

  #wantsMore(): boolean {
    return this.#isStale && !this.#isClosed;
  }

  async #askOnce(): Promise<void> {
    try {
      const value = await this.#ask();
      if (this.#isClosed) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
  }
}
