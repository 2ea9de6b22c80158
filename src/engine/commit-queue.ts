import type { ExecutionEvent } from '#core/execution/events.ts';
import { append } from '#core/shared/append.ts';
import type { ExecutionId, OrderId } from '#core/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { StorageFullError, type Commit, type Journal } from '#ports/journal.ts';
import type { LogLine } from '#ports/task-host.ts';

/** Between two tries to write on a full disk. */
export const fullRetryMs = 1_000;
/** Sealed work may run ahead of the disk by this much; then a barrier comes anyway. */
const unsyncedMsMax = 50;
/** What nobody waits for is written so often: a transaction costs the same for one event as for many. */
const gatherMs = 4;
/** An answer that took longer may come from before a sleep: another may own the store by now. */
const confirmMs = 1_000;

type Rows = Pick<Commit, 'executions' | 'states'>;

interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** The engine ended before a barrier could cover what was waited for. */
export class EngineEndedError extends Error {
  override readonly name = 'EngineEndedError';
}

interface Parts {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Asked at the moment a transaction is put together, so its rows match its events. */
  readonly rows: () => Rows;
  /** All events up to this position are behind a barrier. */
  readonly onCovered: (position: number) => void;
  /** Whether the last frames took the reserve of the safe copy: they are kept, and none may follow. */
  readonly isShort: () => boolean;
  /** There is no room; what could not be written is kept, and tried again until it can. */
  readonly onPaused: (isPaused: boolean) => void;
  /** The journal refused: nothing after this is kept, so the engine must end. */
  readonly onBroken: (reason: unknown) => void;
}

/**
 * The way of events to the disk (durability.md, section 2).
 * 1. One transaction is in flight; what is decided meanwhile goes whole into the next, which begins
 *    at once when it is a barrier's, and else `gatherMs` after the first of it was decided.
 * 2. A barrier covers a position: every event up to it is committed, the last transaction is strict,
 *    and the copy is flushed.
 * 3. Uncovered events get a barrier after `unsyncedMsMax` by themselves.
 */
export class CommitQueue {
  readonly #parts: Parts;
  #rows = new Map<ExecutionId, ExecutionEvent[]>();
  #logs = new Map<ExecutionId, LogLine[]>();
  #doneOrders: OrderId[] = [];
  #issued = 0;
  #covered = 0;
  #wanted = 0;
  /** As `#wanted`, without what may be gathered first. */
  #urgent = 0;
  #areRowsDue = false;
  #isPumping = false;
  #isBroken = false;
  #isPaused = false;
  #isGathered = false;
  #cancelTimer: (() => void) | null = null;
  #cancelGathering: (() => void) | null = null;
  #cancelLook: (() => void) | null = null;
  readonly #waiters: Waiter[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns the position of the last of them. */
  add(executionId: ExecutionId, events: readonly ExecutionEvent[]): number {
    const rows = this.#rows.get(executionId);
    if (rows === undefined) this.#rows.set(executionId, [...events]);
    else append(rows, events);
    this.#issued += events.length;
    return this.#issued;
  }

  addLogs(executionId: ExecutionId, lines: readonly LogLine[]): number {
    const known = this.#logs.get(executionId);
    if (known === undefined) this.#logs.set(executionId, [...lines]);
    else append(known, lines);
    this.#issued += 1;
    return this.#issued;
  }

  addDoneOrder(id: OrderId): void {
    this.#doneOrders.push(id);
    this.#issued += 1;
  }

  /** To be called at the end of a turn: starts a transaction, if none is in flight, when one is due. */
  flush(): void {
    if (this.#isPumping || this.#isBroken || !this.#hasWork()) return;
    if (!this.#isDue()) {
      this.#gather();
      return;
    }
    this.#isPumping = true;
    // Behind the turn that asks for it, all of which is to be in one transaction.
    queueMicrotask(() => {
      // It catches what it awaits, and reports it through onBroken.
      void this.#pump();
    });
  }

  /**
   * Resolves once everything added before this call is covered.
   * @throws FencedError or what else broke the queue; EngineEndedError when it was closed.
   */
  barrier(): Promise<void> {
    this.requestBarrier();
    return this.#untilCovered();
  }

  /** As `barrier`, and lets others into the same transaction for `gatherMs`. */
  coverSoon(): Promise<void> {
    this.wantBarrier();
    this.flush();
    return this.#untilCovered();
  }

  #untilCovered(): Promise<void> {
    const position = this.#issued;
    if (position <= this.#covered) return Promise.resolve();
    if (this.#isBroken) return Promise.reject(new EngineEndedError('The engine has ended'));
    return new Promise((resolve, reject) => {
      this.#waiters.push({ position, resolve, reject });
    });
  }

  /** As `barrier`, and asks the fence even when there is nothing to write. */
  confirm(): Promise<void> {
    this.#issued += 1;
    return this.barrier();
  }

  requestBarrier(): void {
    this.#urgent = this.#issued;
    this.wantBarrier();
    this.flush();
  }

  /** With the transaction that the end of this turn, or another, begins. */
  wantBarrier(): void {
    this.#wanted = this.#issued;
  }

  /** Writes what `rows` has, even without an event. */
  flushRows(): void {
    this.#areRowsDue = true;
    this.flush();
  }

  close(reason: Error = new EngineEndedError('The engine has ended')): void {
    this.#isBroken = true;
    this.#disarm();
    this.#endGathering();
    this.#cancelLook?.();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(reason);
  }

  #hasWork(): boolean {
    return this.#areRowsDue || this.#hasParts() || this.#wanted > this.#covered;
  }

  #isDue(): boolean {
    return this.#isGathered || this.#urgent > this.#covered;
  }

  #gather(): void {
    this.#cancelGathering ??= this.#parts.clock.after(gatherMs, () => {
      this.#isGathered = true;
      this.flush();
    });
  }

  #endGathering(): void {
    this.#isGathered = false;
    this.#cancelGathering?.();
    this.#cancelGathering = null;
  }

  #hasParts(): boolean {
    return this.#rows.size > 0 || this.#logs.size > 0 || this.#doneOrders.length > 0;
  }

  async #pump(): Promise<void> {
    try {
      while (this.#hasWork() && this.#isDue() && !this.#isBroken) await this.#commit();
    } catch (reason) {
      this.close(reason instanceof Error ? reason : new Error(String(reason)));
      this.#parts.onBroken(reason);
    } finally {
      this.#isPumping = false;
    }
    // What came meanwhile and nobody waits for.
    this.flush();
  }

  async #commit(): Promise<void> {
    const strict = this.#wanted > this.#covered;
    const position = this.#issued;
    let isOld = await this.#write(this.#take(strict));
    // Nothing is shown, and no effect starts, on the word of an answer that slept.
    while (strict && isOld && !this.#isBroken) isOld = await this.#write(emptyCommit);
    if (this.#isBroken) return;
    if (strict) this.#cover(position);
    else this.#arm();
  }

  /** @returns whether its answer is too old to be acted on. */
  async #write(commit: Commit): Promise<boolean> {
    const { clock } = this.#parts;
    const [wall, monotonic] = [clock.now(), clock.monotonic()];
    await this.#untilThereIsRoom(commit);
    return clock.now() - wall > confirmMs || clock.monotonic() - monotonic > confirmMs;
  }

  /** Nothing of a refused transaction is kept by the journal, so the same one is tried again. */
  async #untilThereIsRoom(commit: Commit): Promise<void> {
    const { journal, isShort } = this.#parts;
    let isCommitted = false;
    while (!this.#isBroken) {
      try {
        if (!isCommitted) await journal.commit(commit);
        isCommitted = true;
        if (commit.strict) await journal.barrier();
        this.#setPaused(isShort());
        return;
      } catch (reason) {
        if (!(reason instanceof StorageFullError)) throw reason;
        this.#setPaused(true);
        await this.#pause(fullRetryMs);
      }
    }
  }

  #setPaused(isPaused: boolean): void {
    // What is short of room tries again by itself, also when nothing is decided meanwhile.
    if (isPaused && !this.#isBroken) this.#lookForRoom();
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#parts.onPaused(isPaused);
  }

  #lookForRoom(): void {
    this.#cancelLook ??= this.#parts.clock.after(fullRetryMs, () => {
      this.#cancelLook = null;
      if (!this.#isPaused) return;
      this.#issued += 1;
      this.requestBarrier();
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(ms, resolve);
    });
  }

  #take(strict: boolean): Commit {
    const commit: Commit = {
      rows: [...this.#rows].map(([executionId, events]) => ({
        executionId,
        seq: events[0]?.seq ?? 0,
        events,
      })),
      logs: [...this.#logs].map(([executionId, lines]) => ({ executionId, lines })),
      doneOrders: this.#doneOrders,
      strict,
      ...this.#parts.rows(),
    };
    this.#areRowsDue = false;
    this.#endGathering();
    this.#rows = new Map();
    this.#logs = new Map();
    this.#doneOrders = [];
    return commit;
  }

  #cover(position: number): void {
    this.#covered = position;
    if (this.#issued === position) this.#disarm();
    this.#parts.onCovered(position);
    const due = this.#waiters.filter((waiter) => waiter.position <= position);
    const rest = this.#waiters.filter((waiter) => waiter.position > position);
    this.#waiters.splice(0, this.#waiters.length, ...rest);
    for (const waiter of due) waiter.resolve();
  }

  #arm(): void {
    this.#cancelTimer ??= this.#parts.clock.after(unsyncedMsMax - gatherMs, () => {
      this.#cancelTimer = null;
      this.requestBarrier();
    });
  }

  #disarm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}

/** Only asks the fence. */
const emptyCommit: Commit = {
  rows: [],
  executions: [],
  states: [],
  logs: [],
  doneOrders: [],
  strict: false,
};
