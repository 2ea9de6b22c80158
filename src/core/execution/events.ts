import type {
  ContentHash,
  ExecutionId,
  Instant,
  OrderId,
  TaskId,
  VersionHash,
  WorkflowId,
} from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Failure } from './failure.ts';

/**
 * The facts of one execution, in the past tense. An execution is the fold of these, so:
 * 1. nothing here is ever renamed or removed; later releases add;
 * 2. every judgement (a start, a drawn delay, a skip with its cause) is one of these;
 * 3. `seq` counts from 1 without a gap, and `at` never falls.
 */
export type ExecutionEvent =
  | ExecutionCreated
  | TaskStarted
  | TaskSucceeded
  | TaskFailed
  | TaskRetryScheduled
  | TaskWaiting
  | TaskSkipped
  | TaskCancelled
  | TaskRecovered
  | TimerFired
  | TaskAnswered
  | CancelRequested
  | ExecutionEnded;

interface Fact {
  readonly seq: number;
  readonly at: Instant;
}
interface TaskFact extends Fact {
  readonly taskId: TaskId;
  /** The attempt it is about; 0 while the task has had none. */
  readonly attempt: number;
}

export interface ExecutionCreated extends Fact {
  readonly type: 'executionCreated';
  readonly workflowId: WorkflowId;
  readonly workflowName: string;
  readonly versionHash: VersionHash;
  readonly key: string | null;
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly builtWith: BuiltWith;
  readonly order: OrderId | null;
}
/** The release that ran it and the version of each handler it could call. */
export interface BuiltWith {
  readonly millrace: string;
  readonly handlers: Readonly<Record<string, number>>;
}
export interface TaskStarted extends TaskFact {
  readonly type: 'taskStarted';
  /** Follows a lost owner, not a failure: it costs no retry. */
  readonly recovered: boolean;
}
export interface TaskSucceeded extends TaskFact {
  readonly type: 'taskSucceeded';
  readonly output: Output;
  readonly recordedLogs: LogCount;
}
export interface TaskFailed extends TaskFact {
  readonly type: 'taskFailed';
  readonly failure: Failure;
  readonly recordedLogs: LogCount;
}
export interface TaskRetryScheduled extends TaskFact {
  readonly type: 'taskRetryScheduled';
  readonly failure: Failure;
  readonly wakeAt: Instant;
  readonly recordedLogs: LogCount;
}
export interface TaskWaiting extends TaskFact {
  readonly type: 'taskWaiting';
  readonly cause: WaitingCause;
}
export interface TaskSkipped extends TaskFact {
  readonly type: 'taskSkipped';
  readonly cause: SkipCause;
}
export interface TaskCancelled extends TaskFact {
  readonly type: 'taskCancelled';
  readonly cause: { readonly code: 'person' | 'parent' };
}
/** The owner of a running attempt is gone; what happens next is an event of its own. */
export interface TaskRecovered extends TaskFact {
  readonly type: 'taskRecovered';
  /** Whether the owner said goodbye; three ends without it quarantine a task. */
  readonly goodbye: boolean;
}
export interface TimerFired extends TaskFact {
  readonly type: 'timerFired';
  readonly timer: 'backoff' | 'timer' | 'total';
}
/** A person's word on a task that waited for it; what follows is an event of its own. */
export interface TaskAnswered extends TaskFact {
  readonly type: 'taskAnswered';
  readonly answer: TaskAnswer;
  readonly order: OrderId | null;
}
export type TaskAnswer = 'happened' | 'didNotHappen' | 'runAlone' | 'skip';
export interface CancelRequested extends Fact {
  readonly type: 'cancelRequested';
  readonly order: OrderId | null;
}
export interface ExecutionEnded extends Fact {
  readonly type: 'executionEnded';
  readonly status: 'completed' | 'failed' | 'cancelled';
}

/** A small value stands in the journal; a large one lies beside as its canonical JSON bytes. */
export type Output =
  | { readonly hash: ContentHash; readonly value: JsonValue }
  | { readonly hash: ContentHash; readonly bytes: number };

/** Lines a task has logged so far, all attempts together, and those dropped over the limit. */
export interface LogCount {
  readonly lines: number;
  readonly dropped: number;
}

export type WaitingCause =
  | { readonly code: 'backoff'; readonly wakeAt: Instant; readonly failure: Failure }
  | { readonly code: 'timer'; readonly wakeAt: Instant }
  | { readonly code: 'resource' | 'agent'; readonly type: string; readonly what: string }
  | { readonly code: 'needsFile'; readonly name: string }
  | { readonly code: 'outcomeUnknown'; readonly startedAt: Instant }
  | { readonly code: 'quarantined'; readonly ends: number };

export type SkipCause =
  | { readonly code: 'upstreamFailed'; readonly taskId: TaskId }
  | { readonly code: 'rule'; readonly taskId: TaskId; readonly rule: string }
  | { readonly code: 'condition' }
  | { readonly code: 'person' };

/** An event without its number and time, which `decide` gives it. */
type WithoutPosition<Event> = Event extends ExecutionEvent ? Omit<Event, 'seq' | 'at'> : never;
export type EventBody = WithoutPosition<ExecutionEvent>;

export const taskStates = [
  'pending',
  'running',
  'waiting',
  'succeeded',
  'reused',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type TaskState = (typeof taskStates)[number];

export const executionStatuses = [
  'running',
  'waiting',
  'paused',
  'completed',
  'failed',
  'cancelled',
] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

export type { ExecutionId };
