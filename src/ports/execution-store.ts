import type { ExecutionEvent, ExecutionStatus, TaskState } from '#core/execution/events.ts';
import type { ExecutionCause } from '#core/execution/execution.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId, Instant, VersionHash, WorkflowId } from '#core/shared/ids.ts';
import type { LogLine } from '#ports/task-host.ts';

/** The columns that lists need. */
export interface ExecutionRow {
  readonly id: ExecutionId;
  readonly workflowId: WorkflowId;
  /** As it was called when it started. */
  readonly workflowName: string;
  readonly versionHash: VersionHash;
  readonly key: string | null;
  readonly status: ExecutionStatus;
  readonly cause: ExecutionCause | null;
  /** Of the task that the cause names; absent for none, and in rows of older builds. */
  readonly causeTaskName?: string;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly counts: Readonly<Record<TaskState, number>>;
}

/** What can be read of executions, by anyone. Unknown ids give null or nothing. */
export interface ExecutionStore {
  get(id: ExecutionId): Promise<ExecutionRow | null>;
  findByKey(key: string): Promise<ExecutionRow | null>;
  /** Earliest start first, ties by id; of one workflow, or of all. */
  list(workflowId?: WorkflowId): Promise<readonly ExecutionRow[]>;
  /** Those that have not ended, whatever their row says: an execution is its journal. */
  listLive(): Promise<readonly ExecutionId[]>;
  /** The last packed state; only ever a cache of the journal. */
  readState(id: ExecutionId): Promise<PackedExecution | null>;
  /** In order, those with a number above `afterSeq`. */
  readEvents(id: ExecutionId, afterSeq: number): Promise<readonly ExecutionEvent[]>;
  /**
   * Its journal, state, row and logs, and the orders for it that wait: one to start it, given again by
   * who heard no answer, would begin it anew. Only of one that has ended. False for an unknown id.
   */
  remove(id: ExecutionId): Promise<boolean>;
  /** In order of arrival; at most the newest `limit`. */
  readLogs(id: ExecutionId, limit: number): Promise<readonly LogLine[]>;
}
