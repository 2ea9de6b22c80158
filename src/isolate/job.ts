import type { Failure } from '#core/execution/failure.ts';
import type { VersionHash } from '#core/shared/ids.ts';
import { setOwn, type JsonValue } from '#core/shared/json.ts';
import type { AttemptCall, AttemptId } from '#ports/task-host.ts';
import type { Bundle, BundledTask } from './bundle/bundle.ts';

/** One call from start to report, wherever it waits or runs meanwhile. */
export interface Job {
  readonly id: number;
  readonly call: AttemptCall;
  readonly version: Version;
  /** Awake time it has run for, in every isolate it was given to. */
  spentMs: number;
  /** How often what it ran in died under it. */
  losses: number;
  /** Nothing else is given to its isolate while it is there. */
  isAlone: boolean;
  isStopping: boolean;
}

/** The code of a version and the calls that wait for an isolate of it. */
export interface Version {
  readonly hash: VersionHash;
  bundle: Bundle | undefined;
  queue: Job[];
}

export type ReadyTask = Extract<BundledTask, { readonly kind: 'ready' }>;

export function readyTaskOf({ version, call }: Job): ReadyTask | Failure {
  const task = version.bundle?.tasks.get(call.taskId);
  if (task === undefined) {
    return ourFailure('handlerMissing', 'This version has no such JavaScript task.', {
      isRetryable: false,
      details: { reason: 'noTask' },
    });
  }
  return task.kind === 'ready' ? task : task.failure;
}

export function keyOf({ executionId, attempt, taskId }: AttemptId): string {
  return `${executionId}\n${String(attempt)}\n${taskId}`;
}

/** @param about `details` are what a sentence in another language is made from. */
export function ourFailure(
  code: string,
  message: string,
  about: { readonly isRetryable: boolean; readonly details: JsonValue },
): Failure {
  return { code, message, retryable: about.isRetryable, details: about.details };
}

/** @param reason of a lost chunk of our own: it may be there the next time. */
export function notLoaded(reason: string): Failure {
  const details = { reason: 'notLoaded', detail: reason };
  return ourFailure('handlerMissing', reason, { isRetryable: true, details });
}

export function inputsTooLarge(maximum: number): Failure {
  const about = { isRetryable: false, details: { maximum } };
  return ourFailure('inputTooLarge', 'The inputs are larger than 64 MiB.', about);
}

/** `with` goes without the code: the isolate has it, and a task has no use for its own text. */
export function inputOf({ call: { inputs, upstream, params, with: given } }: Job): string {
  const own: Record<string, JsonValue> = {};
  for (const name of Object.keys(given)) {
    if (name !== 'code') setOwn(own, name, given[name] ?? null);
  }
  return JSON.stringify({ inputs, upstream, params, with: own });
}
