import { seededRandom, type Random } from '#core/shared/random.ts';
import type { Clock } from '#ports/clock.ts';

const rareSalt = 0x2545f491;

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly isBackground: boolean;
}

/** One tab's realm. A dead one never runs again; a frozen one keeps what is due until it thaws. */
export interface SimProcess {
  isAlive: boolean;
  isFrozen: boolean;
  readonly deferred: (() => void)[];
}

export function newProcess(): SimProcess {
  return { isAlive: true, isFrozen: false, deferred: [] };
}

/**
 * Virtual time and every draw of one seed. What happens when is decided here alone, so one seed is
 * one history. Wall time may jump; monotonic time only goes on.
 */
export class World {
  readonly random: Random;
  /** For what most worlds lack: with it in them, the rest of a world is drawn as before. */
  readonly rare: Random;
  /** Milliseconds of monotonic time. */
  now = 0;
  #wallOffset = Date.UTC(2026, 0, 1);
  #order = 0;
  /** Events that are more than waiters asking whether the owner lives. */
  #foreground = 0;
  readonly #heap: Scheduled[] = [];

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.rare = seededRandom(seed ^ rareSalt);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  pick(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  at(delayMs: number, run: () => void, isBackground = false): void {
    this.#order += 1;
    if (!isBackground) this.#foreground += 1;
    push(this.#heap, { at: this.now + delayMs, order: this.#order, run, isBackground });
  }

  /** As `at`, inside a process: not after its death, and not while it is frozen. */
  atIn(process: SimProcess, delayMs: number, run: () => void, isBackground = false): void {
    const guarded = () => {
      if (!process.isAlive) return;
      if (process.isFrozen) process.deferred.push(run);
      else run();
    };
    this.at(delayMs, guarded, isBackground);
  }

  /** For a moment or for long: others may steal, and it wakes with all it had in hand. */
  fallAsleep(process: SimProcess): void {
    if (!process.isAlive || process.isFrozen) return;
    process.isFrozen = true;
    this.at(this.chance(0.5) ? this.pick(1, 3_000) : this.pick(10_000, 40_000), () => {
      if (process.isAlive) this.#thaw(process);
    });
  }

  #thaw(process: SimProcess): void {
    process.isFrozen = false;
    for (const run of process.deferred.splice(0)) this.atIn(process, 0, run);
  }

  jumpWallClock(ms: number): void {
    this.#wallOffset += ms;
  }

  /**
   * Runs the next event. @returns false when the world has come to rest.
   * @param isAwaited something goes on in the background that must come to its end.
   */
  step(isAwaited = false): boolean {
    if (this.#foreground === 0 && !isAwaited) return false;
    const next = pop(this.#heap);
    if (next === undefined) return false;
    if (!next.isBackground) this.#foreground -= 1;
    this.now = Math.max(this.now, next.at);
    next.run();
    return true;
  }

  /** @param isBackground for what goes on for ever and keeps no world from coming to rest. */
  clockFor(process: SimProcess, isBackground = false): Clock {
    return {
      now: () => Math.floor(this.#wallOffset + this.now),
      monotonic: () => this.now,
      after: (ms, callback) => {
        let isCancelled = false;
        const run = () => {
          if (!isCancelled) callback();
        };
        this.atIn(process, ms, run, isBackground);
        return () => {
          isCancelled = true;
        };
      },
    };
  }
}

/** Lets everything that hangs on settled promises run before the next event of the world. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Scheduled[], item: Scheduled): void {
  let index = heap.length;
  heap.push(item);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(item, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = item;
}

function pop(heap: Scheduled[]): Scheduled | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = 2 * index + (isRight ? 2 : 1);
  }
  heap[index] = last;
  return top;
}
