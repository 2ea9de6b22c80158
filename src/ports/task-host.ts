import type { Failure } from '#core/execution/failure.ts';
import type { LogLevel } from '#core/execution/log.ts';
import type { ExecutionId, Instant, TaskId, VersionHash } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Effect, Workflow } from '#core/workflow/model.ts';

/** One attempt, by name: reports about any other than the live one change nothing. */
export interface AttemptId {
  readonly executionId: ExecutionId;
  readonly taskId: TaskId;
  readonly attempt: number;
}

/** All that a handler may see. Values are plain JSON data and must not be changed. */
export interface AttemptCall extends AttemptId {
  readonly versionHash: VersionHash;
  /** The pinned version, from which a host of isolates makes its code bundle, once. */
  readonly workflow: Workflow;
  readonly type: string;
  /** References replaced, but in the fields that the descriptor calls literal. */
  readonly with: JsonObject;
  /** A key for each direct dependency that succeeded or was reused. */
  readonly inputs: JsonObject;
  /** `{ id: { state } }` of each direct dependency. */
  readonly upstream: JsonObject;
  readonly params: JsonObject;
  /** Idempotency key: the same for every attempt and after every crash. */
  readonly key: string;
  readonly effect: Effect;
  /** Awake monotonic time; `undefined` means no limit. */
  readonly timeoutMs: number | undefined;
}

export interface LogLine {
  readonly time: Instant;
  readonly level: LogLevel;
  readonly taskId: TaskId;
  readonly attempt: number;
  readonly message: string;
  /** Only of a line that is ours: what its sentence is made from in another language. */
  readonly said?: SaidLine;
}

export interface SaidLine {
  readonly code: string;
  readonly args: JsonObject;
}

/** What an attempt came to. Exactly one is reported for each call, also after a stop. */
export type AttemptOutcome =
  | { readonly kind: 'succeeded'; readonly output: JsonValue }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The handler asks for time; it holds no slot while it waits, then succeeds with null. */
  | { readonly kind: 'waits'; readonly seconds: number }
  /** A file that a param names is not here. */
  | { readonly kind: 'needsFile'; readonly name: string }
  /** The attempt was stopped as asked, or ended on its own after that. */
  | { readonly kind: 'stopped' };

export interface AttemptReport extends AttemptId {
  readonly outcome: AttemptOutcome;
  /** Log lines that were dropped over the limit during this attempt. */
  readonly droppedLogLines: number;
}

export interface HostEvents {
  /** Reports that arrive together are handed over together, so that a turn takes them as one. */
  report(reports: readonly AttemptReport[]): void;
  log(executionId: ExecutionId, lines: readonly LogLine[]): void;
  /** `slots()` has changed. */
  slotsChanged(): void;
}

/** Runs attempts of the types it is registered for. It never throws and always reports. */
export interface TaskHost {
  /** Attempts it can usefully hold at once, now; at least 1. */
  slots(): number;
  start(calls: readonly AttemptCall[]): void;
  /** Signals the attempt, and ends it for real when it has not ended within its grace. */
  stop(attempt: AttemptId): void;
  /** Ends all it runs, without reports. */
  close(): void;
}
