/** What the service worker has told: whether the next start needs no server, and whether a newer build waits. */
export class Updates {
  isOfflineReady = $state(false);
  /** Installed beside this one; it takes over when the person says so. */
  isWaiting = $state(false);
  /** The person has said so, and the engine comes to rest before the page goes. */
  isLeaving = $state(false);
  readonly #rest: () => Promise<void>;
  #change: (() => void) | null = null;

  /** @param rest what must not be cut off has come to its end, or had the time for it. */
  constructor(rest: () => Promise<void>) {
    this.#rest = rest;
  }

  ready(): void {
    this.isOfflineReady = true;
    document.documentElement.dataset['offline'] = 'ready';
  }

  /** @param change makes the waiting build the one in charge, then loads the page anew. */
  wait(change: () => void): void {
    this.#change = change;
    this.isWaiting = true;
  }

  /** Runs carry on in the new build; what was typed is kept before the page goes. */
  async accept(): Promise<void> {
    if (this.isLeaving) return;
    this.isLeaving = true;
    // An engine that has died has nothing under way.
    await this.#rest().catch(() => undefined);
    this.isLeaving = false;
    this.#change?.();
  }
}
