import type { OwnerView } from '#ports/engine-api.ts';
import { FencedError } from '#ports/journal.ts';
import type { Engine, EngineObserver } from './engine.ts';
import type { Watchers } from './watchers.ts';

/** The lock of the whole browser profile. */
export interface OwnerLock {
  /** Whether another held it when we asked. */
  readonly isTaken: boolean;
  /** Resolves when it is ours; it stays so until this realm ends. */
  readonly granted: Promise<void>;
}

interface Parts {
  readonly watchers: Watchers;
  readonly createEngine: (observer: EngineObserver) => Engine;
  /** Done once after each take-over, before anything is shown. */
  readonly onTaken: () => Promise<void>;
  /** What cannot go on; told to whoever develops, never to a person's eyes alone. */
  readonly report: (what: string, reason: unknown) => void;
}

/** Whether this realm drives executions, and the engine while it does. */
export class Seat {
  readonly #parts: Parts;
  #engine: Engine | null = null;
  #epoch: number | null = null;
  #reason: OwnerView['reason'] = 'otherTab';

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get engine(): Engine | null {
    return this.#engine;
  }

  get epoch(): number | null {
    return this.#epoch;
  }

  get view(): OwnerView {
    const isOwner = this.#engine !== null;
    return { isOwner, reason: isOwner ? null : this.#reason };
  }

  /**
   * Resolves when it is known whether this realm drives: at once as a waiter while another holds the
   * lock, and then takes over when that one ends.
   * @param lock null where the browser has none, and nobody may drive.
   */
  async wait(lock: OwnerLock | null): Promise<void> {
    if (lock === null) {
      this.#reason = 'noLocks';
    } else if (lock.isTaken) {
      // A failure of the take-over is told by `take` itself.
      void lock.granted.then(() => this.take());
    } else {
      await lock.granted;
      await this.take();
    }
  }

  /** To be called when the lock is ours: recovers what is live, then answers orders. */
  async take(): Promise<void> {
    const { watchers, createEngine, onTaken, report } = this.#parts;
    const engine: Engine = createEngine({
      issued: (id, events, position) => {
        watchers.issued(id, events, position);
      },
      logged: (id, lines, position) => {
        watchers.logged(id, lines, position);
      },
      covered: (position) => {
        watchers.covered(position);
      },
      ended: (reason) => {
        this.#lose(reason);
      },
      setAside: (id, reason) => {
        report(`Execution ${id} was set aside`, reason);
      },
    });
    this.#engine = engine;
    try {
      const owner = await engine.open();
      this.#epoch = owner.epoch;
      await onTaken();
    } catch (reason) {
      engine.close();
      this.#lose(reason);
    }
    watchers.listsChanged();
  }

  #lose(reason: unknown): void {
    this.#engine = null;
    this.#epoch = null;
    this.#reason = reason instanceof FencedError ? 'newerBuild' : 'storeGone';
    this.#parts.report('The engine has ended', reason);
    this.#parts.watchers.listsChanged();
  }
}
