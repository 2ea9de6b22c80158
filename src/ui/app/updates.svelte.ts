/** What the service worker has told: whether the next start needs no server, and whether a newer build waits. */
export class Updates {
  isOfflineReady = $state(false);
  /** Installed beside this one; it takes over when the person says so. */
  isWaiting = $state(false);
  #change: (() => void) | null = null;

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
  accept(): void {
    this.#change?.();
  }
}
