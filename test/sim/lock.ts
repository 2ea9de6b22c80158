import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import type { SimProcess, World } from './world.ts';

interface Holder {
  readonly process: SimProcess;
  readonly lose: () => void;
}
interface Waiting {
  readonly process: SimProcess;
  readonly grant: (held: HeldLock | null) => void;
  isAborted: boolean;
}

/** The browser's lock manager: one holder; the death of a process frees what it held. */
export class SimLocks {
  readonly #world: World;
  #holder: Holder | null = null;
  #queue: Waiting[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  lockFor(process: SimProcess): OwnerLock {
    return {
      tryTake: () => this.#ask(process, () => (this.#holder === null ? this.#hold(process) : null)),
      wait: (signal) =>
        new Promise((resolve, reject) => {
          const waiting: Waiting = { process, grant: resolve, isAborted: false };
          signal.addEventListener('abort', () => {
            waiting.isAborted = true;
            reject(new Error('aborted'));
          });
          this.#queue.push(waiting);
          this.#grantNext();
        }),
      steal: () =>
        this.#ask(process, () => {
          this.#holder?.lose();
          return this.#hold(process);
        }),
    };
  }

  /** To be called when a process has died. */
  died(process: SimProcess): void {
    this.#queue = this.#queue.filter((waiting) => waiting.process !== process);
    if (this.#holder?.process !== process) return;
    this.#holder = null;
    this.#grantNext();
  }

  #ask(process: SimProcess, answer: () => HeldLock | null): Promise<HeldLock | null> {
    return new Promise((resolve) => {
      this.#world.atIn(process, 0.1, () => {
        resolve(answer());
      });
    });
  }

  #hold(process: SimProcess): HeldLock {
    const lost = Promise.withResolvers<undefined>();
    this.#holder = {
      process,
      // The news of a lost lock may come late: results may be reported before it.
      lose: () => {
        this.#world.atIn(process, this.#world.random() * 5, () => {
          lost.resolve(undefined);
        });
      },
    };
    const { lose } = this.#holder;
    const release = () => {
      if (this.#holder?.lose !== lose) return;
      this.#holder = null;
      this.#grantNext();
    };
    return { lost: lost.promise, release };
  }

  #grantNext(): void {
    this.#world.at(0.1 + this.#world.random(), () => {
      if (this.#holder !== null) return;
      const next = this.#queue.find((waiting) => !waiting.isAborted && waiting.process.isAlive);
      if (next === undefined) return;
      this.#queue = this.#queue.filter((waiting) => waiting !== next);
      const held = this.#hold(next.process);
      this.#world.atIn(next.process, 0.1, () => {
        // Whoever has turned away meanwhile is given nothing, and keeps nothing.
        if (next.isAborted) held.release();
        else next.grant(held);
      });
    });
  }
}
