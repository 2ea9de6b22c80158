import { openTurns } from './turns.ts';

/** Time as the host of isolates needs it; tests bring their own. */
export interface HostClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** @returns what takes it back. */
  after(delayMs: number, callback: () => void): () => void;
  /** In a later turn, behind every message that has already arrived. */
  readonly soon: (callback: () => void) => void;
  readonly close: () => void;
}

export function systemClock(): HostClock {
  const turns = openTurns();
  return {
    now: () => performance.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
    soon: turns.next,
    close: turns.close,
  };
}
