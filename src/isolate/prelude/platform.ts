/** What the runner needs of its realm, captured before anything is removed. */
export interface Platform {
  /** Monotonic milliseconds. */
  now(): number;
  /** Milliseconds since 1970. */
  time(): number;
  setTimer(callback: () => void, delayMs: number): number;
  clearTimer(timer: number): void;
  queueMicrotask(callback: () => void): void;
  /** Calls back in a later turn of the event loop, after every microtask there is. */
  readonly nextTurn: (callback: () => void) => void;
  /** Loads a module from text. The address is what stacks show. */
  load(text: string): { readonly url: string; readonly module: Promise<unknown> };
}
