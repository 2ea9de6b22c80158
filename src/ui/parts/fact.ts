import type { ExecutionStatus } from '#core/execution/events.ts';
import type { ExecutionCause } from '#core/execution/execution.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { Text } from '#text/text.ts';

interface Outline {
  readonly status: ExecutionStatus;
  readonly cause: ExecutionCause | null;
  /** Absent in rows of older builds: then its id stands for it. */
  readonly causeTaskName?: string | undefined;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/**
 * The second half of a status pill. It holds nothing that grows by itself, so that a screen reader
 * hears a status only when it has changed.
 */
export function factOf(outline: Outline, { states, time }: Text): string {
  const { fact } = states;
  const { status, cause, causeTaskName, startedAt, endedAt } = outline;
  if (status === 'failed') {
    return cause?.code === 'taskFailed'
      ? fact.failedTask(causeTaskName ?? cause.taskId)
      : fact.failed;
  }
  if (status === 'cancelled' || status === 'paused') return fact.byYou;
  if (status === 'completed') {
    if (startedAt === null || endedAt === null) return fact.nothingToDo;
    return fact.took(time.duration(endedAt - startedAt));
  }
  if (cause?.code === 'cancelling') return fact.stopping;
  if (cause !== null && 'taskId' in cause && cause.code !== 'taskFailed') {
    return fact.waits(causeTaskName ?? cause.taskId, fact.waitsFor[cause.code]);
  }
  return startedAt === null ? fact.startsSoon : fact.since(time.clock(startedAt));
}

/** From the first start; a run that never started took no time. */
export function tookMs(outline: Outline, now: Instant): number | null {
  if (outline.startedAt === null) return null;
  // What is drawn before the clock has looked again is not younger than nothing.
  return Math.max(0, (outline.endedAt ?? now) - outline.startedAt);
}
