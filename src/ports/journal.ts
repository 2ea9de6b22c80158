import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId, OrderId } from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { LogLine } from '#ports/task-host.ts';

/**
 * The owner's write side: all that a turn decides is one transaction (durability.md, section 2).
 * Each transaction reads the owner row and fails with `FencedError` when a newer epoch exists; a
 * transaction that failed has left nothing.
 */
export interface Journal {
  /** One at a time: the caller awaits it before the next. */
  commit(commit: Commit): Promise<void>;
  /**
   * After a strict commit and before anything becomes visible outside: the one place where the safe
   * copy is written and flushed.
   */
  barrier(): Promise<void>;
}

export interface Commit {
  /** Packed: one row for each execution. */
  readonly rows: readonly JournalRow[];
  readonly executions: readonly ExecutionRow[];
  readonly states: readonly PackedExecution[];
  readonly logs: readonly LogSegment[];
  /** Orders that an event of this commit answers; their rows go with it. */
  readonly doneOrders: readonly OrderId[];
  /** Whether it must survive a power cut before `commit` returns. */
  readonly strict: boolean;
}

export interface JournalRow {
  readonly executionId: ExecutionId;
  /** Number of its first event. */
  readonly seq: number;
  readonly events: readonly ExecutionEvent[];
}

export interface LogSegment {
  readonly executionId: ExecutionId;
  readonly lines: readonly LogLine[];
}

/** Another owner has taken over; whoever sees this ends. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}
/** A newer build writes here: this one may only look on. */
export class NewerBuildError extends Error {
  override readonly name = 'NewerBuildError';
}
/** The disk or the quota is full; nothing of the write was kept. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
}
/** The store was here, and is not any more: nothing is made anew before a person was told. */
export class StoreGoneError extends Error {
  override readonly name = 'StoreGoneError';
}
/** The store failed while doing `step` on `record`. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly step: 'open' | 'read' | 'write' | 'decode';
  readonly record: string;

  constructor(step: StorageError['step'], record: string, cause: unknown) {
    super(`Could not ${step} ${record}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.step = step;
    this.record = record;
    this.cause = cause;
  }
}
