/** Time as the host of isolates needs it; tests bring their own. */
export interface HostClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** @returns what takes it back. */
  after(delayMs: number, callback: () => void): () => void;
  /** In a later turn, behind every message that has already arrived. */
  soon(callback: () => void): void;
  close(): void;
}

export function systemClock(): HostClock {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => waiting.shift()?.();
  return {
    now: () => performance.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
    soon: (callback) => {
      waiting.push(callback);
      port1.postMessage(null);
    },
    close: () => {
      port1.close();
    },
  };
}
