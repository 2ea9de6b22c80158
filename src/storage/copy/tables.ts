import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Healed } from '#ports/ownership.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import type { Position } from './frames.ts';
import type { QueuedRecord, QueuedRemoval } from './records.ts';

/** A commit of one execution: its events as JSON text, so a thousand cost what one does. */
export interface StoredJournalRow extends Position {
  readonly executionId: string;
  readonly seq: number;
  readonly body: string;
}

/** A row behind a gap that nobody fills; kept for whoever wants to look, read by nobody. */
export interface DamagedRow extends StoredJournalRow {
  /** Whether something of it may have been shown: then its execution is damaged for ever. */
  readonly wasShown: boolean;
}

export interface QueueRow {
  readonly n: number;
  /** Of the owner while it was written. */
  readonly epoch: number;
  readonly record: QueuedRecord;
}

export interface Setting {
  readonly key: string;
  readonly value: unknown;
}

/** How far the file that the owner writes is flushed: what lies before and is gone was destroyed. */
export interface SlotEnd {
  readonly name: string;
  readonly bytes: number;
}

/** What a transaction of the owner must find; null fences nothing. */
export interface Fence {
  readonly epoch: number;
  readonly tab: string;
}

export interface Claim extends Fence {
  /** Null when no store was ever created here, or its database was wiped. */
  readonly storeId: string | null;
  /** What the safe copy holds for certain. */
  readonly copied: Position;
  /** Null when no owner has told it yet. */
  readonly slotEnd: SlotEnd | null;
  /** Epoch of the owner before; null when there was none. */
  readonly before: number | null;
  /** What that owner found, and may have died before it said so. */
  readonly found: Healed | null;
}

/** Any part may be absent. All of it is one transaction. */
export interface Change {
  /** First, everything but the owner's row is emptied. */
  readonly clear?: boolean;
  /** A strict one follows, without which none of it counts: it need not reach the disk by itself. */
  readonly isStep?: boolean;
  readonly storeId?: string;
  readonly copied?: Position;
  readonly slotEnd?: SlotEnd | null;
  /** What this owner has to say; null when that is nothing. */
  readonly found?: Healed | null;
  readonly rows?: readonly StoredJournalRow[];
  /** Out of the journal when they are in it. */
  readonly damaged?: readonly DamagedRow[];
  readonly dropRows?: readonly (readonly [executionId: string, seq: number])[];
  readonly live?: readonly string[];
  readonly notLive?: readonly string[];
  readonly executions?: readonly ExecutionRow[];
  readonly dropExecutions?: readonly string[];
  readonly dropStates?: readonly string[];
  readonly dropOrders?: readonly string[];
  readonly heads?: readonly WorkflowHead[];
  readonly dropHeads?: readonly string[];
  readonly versions?: readonly Version[];
  readonly settings?: readonly Setting[];
  /** Rows of the copy queue that are done. */
  readonly doneQueue?: readonly number[];
  /** Without what the queue has a later word on: another tab may have deleted it meanwhile. */
  readonly unlessQueued?: boolean;
  /** A queue row for each definition and setting that is here: the copy has none of them. */
  readonly queueDefinitions?: boolean;
  /** Said once more: the copy has lost that they are deleted. */
  readonly queueRemovals?: readonly QueuedRemoval[];
}

/** The database as the safe copy needs it: IndexedDB in the browser, a model in tests. */
export interface CopyTables {
  /**
   * One strict transaction: an epoch above the stored one and above `above`.
   * @throws FencedError when a newer build owns or writes this store.
   */
  claim(above: number): Promise<Claim>;
  /** Strict, but for a step. @throws FencedError, with nothing written, when the owner is another. */
  apply(fence: Fence | null, change: Change): Promise<void>;
  /** In order of `n`. */
  readQueue(fence: Fence | null): Promise<readonly QueueRow[]>;
  /** In order of position, through the index; those of one position are never split. */
  rowsBeyond(position: Position, limit: number): Promise<readonly StoredJournalRow[]>;
  keysOf(executionIds: readonly string[]): Promise<readonly (readonly [string, number])[]>;
  /** In order of execution and number. */
  rowsOf(executionIds: readonly string[]): Promise<readonly StoredJournalRow[]>;
  damaged(): Promise<readonly DamagedRow[]>;
  liveIds(): Promise<readonly string[]>;
  stateSeqs(executionIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  orderIds(): Promise<readonly string[]>;
  heads(): Promise<readonly WorkflowHead[]>;
  versionHashes(): Promise<readonly string[]>;
  version(hash: string): Promise<Version | null>;
  settings(): Promise<readonly Setting[]>;
}

/** To be asked in the transaction of the change itself. */
export function withoutQueued(change: Change, queue: readonly QueueRow[]): Change {
  const workflows = new Set<string>();
  const executions = new Set<string>();
  for (const { record } of queue) {
    if (record.kind === 'head') workflows.add(record.head.id);
    if (record.kind === 'removedWorkflow') workflows.add(record.id);
    if (record.kind === 'removedExecution') executions.add(record.id);
  }
  const { heads = [], rows = [], damaged = [], live = [], executions: list = [] } = change;
  return {
    ...change,
    heads: heads.filter(({ id }) => !workflows.has(id)),
    rows: rows.filter(({ executionId }) => !executions.has(executionId)),
    // Else the copy would keep for ever, as set aside, what was deleted while this was found.
    damaged: damaged.filter(({ executionId }) => !executions.has(executionId)),
    live: live.filter((id) => !executions.has(id)),
    executions: list.filter(({ id }) => !executions.has(id)),
  };
}
