import type { EngineClient } from '#ui/app/engine-client.ts';

/**
 * An answer of the engine that is asked for again whenever lists change.
 * 1. At most one question is under way; changes meanwhile cost one more question, not many.
 * 2. Between two questions lies a pause, because an answer may be large and changes come often.
 * 3. An answer stays on the screen until the next one is there.
 */
export class Asked<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<Error | null>(null);
  readonly #client: EngineClient;
  readonly #ask: () => Promise<T>;
  readonly #isSame: (before: T, now: T) => boolean;
  #isAsking = false;
  #isStale = false;
  #isClosed = false;

  /** @param isSame tells that an answer brings nothing new, so that nothing is drawn again. */
  constructor(
    client: EngineClient,
    ask: () => Promise<T>,
    isSame: (before: T, now: T) => boolean = Object.is,
  ) {
    this.#client = client;
    this.#ask = ask;
    this.#isSame = isSame;
  }

  get isAnswered(): boolean {
    return this.value !== undefined || this.error !== null;
  }

  /** @returns the end of following. */
  follow(): () => void {
    const end = this.#client.watch({ kind: 'lists' }, () => {
      void this.again();
    });
    void this.again();
    return () => {
      this.#isClosed = true;
      end();
    };
  }

  /** Asks now, because this page has changed something. */
  async again(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    do {
      this.#isStale = false;
      await this.#askOnce();
      await pause();
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
      if (this.value === undefined || !this.#isSame(this.value, value)) this.value = value;
      this.error = null;
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
  }
}

const pauseMs = 200;

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, pauseMs);
  });
}
