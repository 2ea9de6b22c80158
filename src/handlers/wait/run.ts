import { own } from '#core/shared/json.ts';
import { TaskError, type Run } from '#ports/handler.ts';

/** Asks the engine for time; it holds no slot while it waits, and the wait survives a restart. */
export const runWait: Run = (context) => {
  const seconds = own(context.with, 'seconds');
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0) {
    return Promise.resolve({ kind: 'waits', seconds });
  }
  return Promise.reject(
    new TaskError({
      code: 'badWith',
      message: `"seconds" must be a number from 0, but is ${JSON.stringify(seconds ?? null)}`,
      retryable: false,
      details: { reason: 'seconds', given: seconds ?? null },
    }),
  );
};
