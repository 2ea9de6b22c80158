import { own } from '#core/shared/json.ts';
import { TaskError, type Run } from '#ports/handler.ts';

/** Gives its `output`; fails its first `failAttempts` attempts; holds its slot for `seconds`. */
export const runNoop: Run = async (context) => {
  const seconds = own(context.with, 'seconds');
  const failAttempts = own(context.with, 'failAttempts');
  if (typeof seconds === 'number' && seconds > 0) await context.pause(seconds * 1_000);
  if (typeof failAttempts === 'number' && context.attempt <= failAttempts) {
    throw new TaskError({
      code: 'taskError',
      message: `Attempt ${String(context.attempt)} fails as asked; ${String(failAttempts)} of them do`,
      retryable: true,
      details: { reason: 'asked', attempt: context.attempt, failAttempts },
    });
  }
  return { kind: 'succeeded', output: own(context.with, 'output') ?? null };
};
