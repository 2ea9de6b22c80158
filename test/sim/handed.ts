import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { SimDisk } from './disk.ts';

/** What an owner may take to hand over: within it nothing is cut off. */
export const handOverMs = 10_000;

/**
 * Oracle: no `once` task becomes doubtful through a hand-over that was willing and in time. What is
 * doubtful is written by whoever takes over next; what that one has begun itself is its own.
 */
export class Handed {
  readonly #disk: SimDisk;
  readonly #ids: () => Iterable<ExecutionId>;
  /** Attempts that had begun by then, and were not doubtful. */
  #begun: ReadonlySet<string> = new Set();

  constructor(disk: SimDisk, ids: () => Iterable<ExecutionId>) {
    this.#disk = disk;
    this.#ids = ids;
  }

  over(): void {
    const begun = this.#attempts(({ type }) => type === 'taskStarted');
    this.#begun = begun.difference(this.#doubtful());
  }

  /** What comes now is another story: the database is gone. */
  forget(): void {
    this.#begun = new Set();
  }

  /** To be asked when somebody has taken over. @returns attempts that have become doubtful. */
  check(): Iterable<string> {
    const found = this.#doubtful().intersection(this.#begun);
    this.forget();
    return found;
  }

  #doubtful(): Set<string> {
    return this.#attempts(
      (event) => event.type === 'taskWaiting' && event.cause.code === 'outcomeUnknown',
    );
  }

  #attempts(isMeant: (event: ExecutionEvent) => boolean): Set<string> {
    const names = new Set<string>();
    for (const id of this.#ids()) {
      for (const event of this.#disk.eventsOf(id)) {
        if (!('attempt' in event) || !isMeant(event)) continue;
        names.add(`${id} ${event.taskId} ${String(event.attempt)}`);
      }
    }
    return names;
  }
}
