import type { Platform } from './platform.ts';

const timersMax = 10_000;
type Callback = (...values: unknown[]) => void;

export interface AttemptTimers {
  /** As `endowments` names them, from `setTimeout` on. */
  readonly given: readonly unknown[];
  /** Stops all of them. @returns how many were alive. */
  end(): number;
}

/** Timers that die with their attempt. `onError` hears what a callback throws. */
export function openTimers(platform: Platform, onError: (error: unknown) => void): AttemptTimers {
  const live = new Map<number, number>();
  let last = 0;
  let isOpen = true;

  const run = (callback: Callback, values: readonly unknown[]) => {
    if (!isOpen) return;
    try {
      callback(...values);
    } catch (error) {
      onError(error);
    }
  };
  const start = (repeats: boolean, callback: Callback, delayMs: unknown, values: unknown[]) => {
    if (typeof callback !== 'function') throw new TypeError('A timer needs a function');
    if (!isOpen) return 0;
    if (live.size >= timersMax) throw new RangeError(`More than ${String(timersMax)} timers`);
    last += 1;
    const timer = last;
    const tick = () => {
      if (repeats && isOpen) live.set(timer, platform.setTimer(tick, delay));
      else live.delete(timer);
      run(callback, values);
    };
    // At least 1 ms for what repeats, as browsers have it.
    const delay = Math.max(repeats ? 1 : 0, Number(delayMs) || 0);
    live.set(timer, platform.setTimer(tick, delay));
    return timer;
  };
  const once = (callback: Callback, delayMs?: unknown, ...values: unknown[]) =>
    start(false, callback, delayMs, values);
  const repeatedly = (callback: Callback, delayMs?: unknown, ...values: unknown[]) =>
    start(true, callback, delayMs, values);
  const clear = (timer?: number) => {
    const native = timer === undefined ? undefined : live.get(timer);
    if (timer === undefined || native === undefined) return;
    live.delete(timer);
    platform.clearTimer(native);
  };
  const queueMicrotask = (callback: Callback) => {
    if (typeof callback !== 'function') throw new TypeError('queueMicrotask needs a function');
    platform.queueMicrotask(() => {
      run(callback, []);
    });
  };
  return {
    given: [once, clear, repeatedly, clear, queueMicrotask],
    end: () => {
      isOpen = false;
      const left = live.size;
      for (const native of live.values()) platform.clearTimer(native);
      live.clear();
      return left;
    },
  };
}
