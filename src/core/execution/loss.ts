import type { OrderId, TaskId } from '#core/shared/ids.ts';
import type { EventBody, TaskAnswer } from './events.ts';
import type { Execution } from './execution.ts';
import { find, idOf, none, nullOutput } from './subject.ts';

/** Owners lost without goodbye while one task ran; then it is set aside until a person decides. */
const uncleanEndsMax = 3;

interface Answer {
  readonly taskId: TaskId;
  readonly answer: TaskAnswer;
  readonly order: OrderId | null;
}

/** Only what was asked is answered; anything else, and a repeat, changes nothing. */
export function answered(execution: Execution, { taskId, answer, order }: Answer): EventBody[] {
  const task = find(execution, taskId)?.task;
  if (task?.state !== 'waiting' || task.dueSeq > 0 || execution.cancelRequested) return [];
  const isAsked =
    answer === 'happened' || answer === 'didNotHappen'
      ? task.cause?.code === 'outcomeUnknown'
      : task.cause?.code === 'quarantined';
  if (!isAsked) return [];
  const subject = { taskId, attempt: task.attempts.at(-1)?.number ?? 0 };
  const said: EventBody = { type: 'taskAnswered', ...subject, answer, order };
  if (answer === 'happened') {
    return [said, { type: 'taskSucceeded', ...subject, output: nullOutput, recordedLogs: none }];
  }
  if (answer === 'skip')
    return [said, { type: 'taskSkipped', ...subject, cause: { code: 'person' } }];
  return [said];
}

/** What becomes of the attempts whose owner is gone, by the effect of their task. */
export function recovered(execution: Execution, goodbye: boolean): EventBody[] {
  return execution.tasks.flatMap((task, index) => {
    if (task.state !== 'running') return [];
    const taskId = idOf(execution, index);
    const attempt = task.attempts.at(-1)?.number ?? 0;
    const lost: EventBody = { type: 'taskRecovered', taskId, attempt, goodbye };
    return [lost, afterLoss(execution, index, { taskId, attempt, goodbye })];
  });
}

function afterLoss(
  execution: Execution,
  index: number,
  { taskId, attempt, goodbye }: { taskId: TaskId; attempt: number; goodbye: boolean },
): EventBody {
  const task = execution.tasks[index];
  const ends = (task?.uncleanEnds ?? 0) + 1;
  if (execution.cancelRequested) {
    return { type: 'taskCancelled', taskId, attempt, cause: { code: 'person' } };
  }
  if (!goodbye && ends >= uncleanEndsMax) {
    return { type: 'taskWaiting', taskId, attempt, cause: { code: 'quarantined', ends } };
  }
  if (execution.plan.tasks[index]?.effect === 'once') {
    const startedAt = task?.attempts.at(-1)?.startedAt ?? execution.at;
    return { type: 'taskWaiting', taskId, attempt, cause: { code: 'outcomeUnknown', startedAt } };
  }
  return { type: 'taskStarted', taskId, attempt: attempt + 1, recovered: true };
}
