import type { OwnerView } from '#ports/engine-api.ts';
import { FencedError } from '#ports/journal.ts';
import type { Engine, EngineObserver } from './engine.ts';
import type { Watchers } from './watchers.ts';

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

  /** There will be no engine here, and why. */
  refuse(reason: OwnerView['reason']): void {
    this.#reason = reason;
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
