import type {
  ContentHash,
  ExecutionId,
  Instant,
  TaskId,
  VersionHash,
  WorkflowId,
} from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import type {
  BuiltWith,
  ExecutionStatus,
  LogCount,
  Output,
  SkipCause,
  TaskState,
  WaitingCause,
} from './events.ts';
import type { Failure } from './failure.ts';
import type { Plan } from './plan.ts';

/**
 * One run, as the fold of its journal (`evolve`). Its parts may change in place: whoever folds it is
 * the only one to hold it, and hands out copies (`packExecution`) or what it reads at once.
 */
export interface Execution {
  readonly id: ExecutionId;
  readonly plan: Plan;
  workflowId: WorkflowId;
  workflowName: string;
  versionHash: VersionHash;
  key: string | null;
  params: JsonObject;
  builtWith: BuiltWith;
  createdAt: Instant;
  /** When its first task started; null before. */
  startedAt: Instant | null;
  endedAt: Instant | null;
  /** The end it came to; null while it is live (see `statusOf`). */
  ended: 'completed' | 'failed' | 'cancelled' | null;
  cancelRequested: boolean;
  /** Number and time of the last event. */
  seq: number;
  at: Instant;
  /** By the task's index in its plan. */
  readonly tasks: TaskRecord[];
  /** How many tasks are in each state; kept so that nobody counts 63,000 of them. */
  readonly counts: Record<TaskState, number>;
}

export interface TaskRecord {
  state: TaskState;
  cause: TaskCause | null;
  attempts: Attempt[];
  output: Output | null;
  /** Number of the event that made it final; 0 before. */
  settledSeq: number;
  /** Number of the timer event after which it only waits for a slot; 0 without one. */
  dueSeq: number;
  /** Owners lost without goodbye while it ran, one after the other. */
  uncleanEnds: number;
  /** A person asked for it to run with nothing beside it. */
  isAlone: boolean;
  logs: LogCount;
}

export interface Attempt {
  readonly number: number;
  readonly startedAt: Instant;
  readonly recovered: boolean;
  endedAt: Instant | null;
  failure: Failure | null;
}

/** Why a task is in a state other than pending, running and succeeded. */
export type TaskCause =
  WaitingCause | SkipCause | { readonly code: 'person' | 'parent' } | FailureCause;
/** A failed task's cause is its failure. */
export interface FailureCause extends Failure {
  readonly of: 'failure';
}

/** Why the execution has the status it has; null when the word says it all. */
export type ExecutionCause =
  | { readonly code: 'taskFailed'; readonly taskId: TaskId }
  | { readonly code: 'cancelling' }
  | { readonly code: 'person' }
  | { readonly code: WaitingCause['code']; readonly taskId: TaskId };

export type { ContentHash, ExecutionStatus };
