import type { Random } from '#core/shared/random.ts';
import type { RetryPolicy } from '#core/workflow/model.ts';

/**
 * How long a failed task waits before its next attempt, in milliseconds.
 * The delay grows by the coefficient, is capped, then drawn from [delay × (1 − jitter), delay].
 * @param failures how many attempts have failed, this one included; at least 1.
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: Random): number {
  const grown = policy.backoffSeconds * policy.backoffCoefficient ** (failures - 1);
  const capped = Math.min(grown, policy.maxBackoffSeconds);
  const drawn = capped * (1 - policy.jitter * random());
  return Math.round(drawn * 1_000);
}

/** Whether a task that failed this way is tried again. */
export function mayRetry(
  policy: RetryPolicy,
  failure: { readonly code: string; readonly retryable: boolean },
  failures: number,
): boolean {
  return (
    failure.retryable &&
    failures <= policy.maxRetries &&
    !policy.nonRetryable.includes(failure.code)
  );
}
