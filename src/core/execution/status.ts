import type { TaskId } from '#core/shared/ids.ts';
import type { ExecutionStatus, TaskState, WaitingCause } from './events.ts';
import type { Execution, ExecutionCause, TaskCause } from './execution.ts';

/** Running while something can run; waiting when nothing can and something waits. */
export function statusOf(execution: Execution): ExecutionStatus {
  if (execution.ended !== null) return execution.ended;
  if (execution.cancelRequested) return 'running';
  const { running, waiting } = execution.counts;
  return running === 0 && waiting > 0 ? 'waiting' : 'running';
}

/** Why it has that status; null when the word says it all. */
export function causeOf(execution: Execution): ExecutionCause | null {
  if (execution.ended === 'completed') return null;
  if (execution.ended === 'cancelled') return { code: 'person' };
  if (execution.ended === 'failed') {
    const taskId = firstIn(execution, 'failed');
    return taskId === null ? null : { code: 'taskFailed', taskId };
  }
  if (execution.cancelRequested) return { code: 'cancelling' };
  if (statusOf(execution) !== 'waiting') return null;
  const taskId = firstIn(execution, 'waiting');
  if (taskId === null) return null;
  const cause = execution.tasks[execution.plan.indexById.get(taskId) ?? -1]?.cause ?? null;
  return isWaitingCause(cause) ? { code: cause.code, taskId } : null;
}

/** How the task is called that the cause names; undefined when it names none. */
export function causeTaskName(execution: Execution): string | undefined {
  const cause = causeOf(execution);
  if (cause === null || !('taskId' in cause)) return undefined;
  return execution.plan.tasks[execution.plan.indexById.get(cause.taskId) ?? -1]?.name;
}

export function isSettled(state: TaskState): boolean {
  return state !== 'pending' && state !== 'running' && state !== 'waiting';
}

const waitingCodes: ReadonlySet<string> = new Set<WaitingCause['code']>([
  'backoff',
  'timer',
  'resource',
  'agent',
  'needsFile',
  'outcomeUnknown',
  'quarantined',
]);

function isWaitingCause(cause: TaskCause | null): cause is WaitingCause {
  return cause !== null && !('of' in cause) && waitingCodes.has(cause.code);
}

/** Definition order, so that every reader names the same one. */
function firstIn(execution: Execution, state: TaskState): TaskId | null {
  const index = execution.tasks.findIndex((task) => task.state === state);
  return execution.plan.tasks[index]?.id ?? null;
}
