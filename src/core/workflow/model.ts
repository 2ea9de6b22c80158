import type { Instant, TaskId, WorkflowId } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';

/**
 * A definition, with every default filled in. It holds no run state.
 * Maps, not objects, wherever a key is a person's text: `__proto__` is an ordinary id.
 */
export interface Workflow {
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
  readonly params: ReadonlyMap<string, Param>;
  /** In definition order. */
  readonly tasks: ReadonlyMap<TaskId, Task>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly createdAt: Instant | undefined;
  readonly updatedAt: Instant | undefined;
  /** Unknown fields and `x-` keys, kept as they were read. */
  readonly extra: ReadonlyMap<string, JsonValue>;
}

export const paramTypes = ['string', 'number', 'integer', 'boolean', 'json', 'file'] as const;
export type ParamType = (typeof paramTypes)[number];

export interface Param {
  readonly type: ParamType;
  readonly default: JsonValue | undefined;
  readonly required: boolean;
  readonly enum: readonly JsonValue[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly description: string;
  readonly extra: ReadonlyMap<string, JsonValue>;
}

export const triggerRules = [
  'all_success',
  'all_failed',
  'all_done',
  'all_done_min_one_success',
  'all_skipped',
  'one_failed',
  'one_success',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'always',
] as const;
export type TriggerRule = (typeof triggerRules)[number];

export const effects = ['pure', 'repeatable', 'once'] as const;
/** What running a task twice does to the world (durability.md, section 2). */
export type Effect = (typeof effects)[number];

export interface Task {
  readonly id: TaskId;
  readonly name: string;
  readonly type: string;
  readonly with: JsonObject;
  /** As written; one listed twice counts once. */
  readonly dependencies: readonly TaskId[];
  readonly triggerRule: TriggerRule;
  readonly retryPolicy: RetryPolicy;
  /** Limit of one attempt, above 0; absent means none. */
  readonly timeoutSeconds: number | undefined;
  /** Limit of the task from its first start, waits and retries included. */
  readonly totalTimeoutSeconds: number | undefined;
  /** `pure` unless stated; a type with grants will default to `repeatable`. */
  readonly effect: Effect;
  readonly metadata: ReadonlyMap<string, string>;
  readonly extra: ReadonlyMap<string, JsonValue>;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly backoffSeconds: number;
  readonly backoffCoefficient: number;
  readonly maxBackoffSeconds: number;
  /** Fraction of the delay that is drawn at random, applied after the cap; 0 to 1. */
  readonly jitter: number;
  /** Codes of failures that are final at once. */
  readonly nonRetryable: readonly string[];
  readonly extra: ReadonlyMap<string, JsonValue>;
}

export const noRetry: RetryPolicy = {
  maxRetries: 0,
  backoffSeconds: 0,
  backoffCoefficient: 2,
  maxBackoffSeconds: 60,
  jitter: 0,
  nonRetryable: [],
  extra: new Map(),
};
