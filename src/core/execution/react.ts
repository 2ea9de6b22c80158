import type { Instant, TaskId } from '#core/shared/ids.ts';
import { totalDeadline, type TimerKind } from './decide.ts';
import type { ExecutionEvent } from './events.ts';
import type { Execution } from './execution.ts';

/** Orders to the world, each derived from one event. */
export type Command =
  | { readonly kind: 'runTask'; readonly taskId: TaskId; readonly attempt: number }
  | { readonly kind: 'stopTask'; readonly taskId: TaskId; readonly attempt: number }
  | {
      readonly kind: 'setTimer';
      readonly taskId: TaskId;
      readonly timer: TimerKind;
      readonly wakeAt: Instant;
      /** Its whole length: a wall clock set back must not lengthen it. */
      readonly lengthMs: number;
    }
  | { readonly kind: 'release' };

/** What the world must do because this happened; `execution` has folded the event already. */
export function react(execution: Execution, event: ExecutionEvent): readonly Command[] {
  switch (event.type) {
    case 'taskStarted':
      return [
        { kind: 'runTask', taskId: event.taskId, attempt: event.attempt },
        ...(event.attempt === 1 ? totalTimer(execution, event.taskId) : []),
      ];
    case 'taskRetryScheduled':
      return [timerAt(event.taskId, 'backoff', event)];
    case 'taskWaiting':
      return event.cause.code === 'timer'
        ? [timerAt(event.taskId, 'timer', { at: event.at, wakeAt: event.cause.wakeAt })]
        : [];
    case 'timerFired':
      return event.timer === 'total' && event.attempt > 0
        ? [{ kind: 'stopTask', taskId: event.taskId, attempt: event.attempt }]
        : [];
    case 'cancelRequested':
      return running(execution).map((one) => ({ kind: 'stopTask', ...one }));
    case 'executionEnded':
      return [{ kind: 'release' }];
    default:
      return [];
  }
}

/** Timers of an execution that was taken over: what its journal still waits for. */
export function pendingTimers(execution: Execution): readonly Command[] {
  return execution.tasks.flatMap((task, index): readonly Command[] => {
    const taskId = execution.plan.tasks[index]?.id;
    if (taskId === undefined || task.settledSeq > 0) return [];
    const { cause, dueSeq } = task;
    const waits =
      task.state === 'waiting' &&
      dueSeq === 0 &&
      cause !== null &&
      !('of' in cause) &&
      (cause.code === 'backoff' || cause.code === 'timer')
        ? [timerAt(taskId, cause.code, { at: execution.at, wakeAt: cause.wakeAt })]
        : [];
    return [...waits, ...totalTimer(execution, taskId)];
  });
}

function timerAt(
  taskId: TaskId,
  timer: TimerKind,
  { at, wakeAt }: { readonly at: Instant; readonly wakeAt: Instant },
): Command {
  return { kind: 'setTimer', taskId, timer, wakeAt, lengthMs: Math.max(0, wakeAt - at) };
}

function totalTimer(execution: Execution, taskId: TaskId): readonly Command[] {
  const index = execution.plan.indexById.get(taskId) ?? -1;
  const task = execution.tasks[index];
  const seconds = execution.plan.tasks[index]?.totalTimeoutSeconds;
  if (task === undefined || seconds === undefined || task.attempts.length === 0) return [];
  const wakeAt = totalDeadline(task, seconds);
  return [{ kind: 'setTimer', taskId, timer: 'total', wakeAt, lengthMs: seconds * 1_000 }];
}

function running(
  execution: Execution,
): readonly { readonly taskId: TaskId; readonly attempt: number }[] {
  return execution.tasks.flatMap((task, index) => {
    const taskId = execution.plan.tasks[index]?.id;
    const attempt = task.attempts.at(-1)?.number;
    const isRunning = task.state === 'running' && taskId !== undefined && attempt !== undefined;
    return isRunning ? [{ taskId, attempt }] : [];
  });
}
