import type { JsonValue } from '#core/shared/json.ts';

/** Why an attempt or a task failed: plain bounded data, as it is stored, exported and shown. */
export interface Failure {
  /** Stable; ours are listed in docs/file-format.md, a task's own come from `error.code`. */
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** `null` or plain JSON; a task's own code puts `{line, column}` of its module here. */
  readonly details: JsonValue;
}

export const failureMessageLengthMax = 4_000;
