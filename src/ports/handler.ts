import type { LogLevel } from '#core/execution/log.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { SourceFiles } from '#ports/source-files.ts';
import type { AttemptOutcome, SaidLine } from '#ports/task-host.ts';

/** What a handler that runs beside the engine is given; sealed code gets its own (isolate). */
export interface TaskContext {
  readonly with: JsonObject;
  readonly inputs: JsonObject;
  readonly params: JsonObject;
  /** From 1. */
  readonly attempt: number;
  /** Idempotency key: equal for every attempt. */
  readonly key: string;
  readonly signal: AbortSignal;
  readonly artifacts: ArtifactStore;
  readonly sources: Pick<SourceFiles, 'open'>;
  /** @param said what a sentence in another language is made from. */
  log(level: LogLevel, message: string, said: SaidLine): void;
  /** Resolves after `ms` of awake time; rejects when the attempt is stopped. */
  pause(ms: number): Promise<void>;
}

/** Throws `TaskError` for a failure it can name; anything else thrown becomes `taskError`. */
export type Run = (context: TaskContext) => Promise<HandlerResult>;

export type HandlerResult = Extract<
  AttemptOutcome,
  { readonly kind: 'succeeded' | 'waits' | 'needsFile' }
>;

/** A failure that a handler names itself. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly code: string;
  readonly retryable: boolean;
  readonly details: JsonValue;

  constructor(failure: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
    readonly details?: JsonValue;
  }) {
    super(failure.message);
    this.code = failure.code;
    this.retryable = failure.retryable;
    this.details = failure.details ?? null;
  }
}
