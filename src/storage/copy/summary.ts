import { taskStates, type ExecutionEvent, type TaskState } from '#core/execution/events.ts';
import { toExecutionId, type TaskId } from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';

/**
 * What lists need of an execution, from its events alone: tasks that no event names count nowhere.
 * The driver writes the exact row of a live one itself.
 */
export function summarize(id: string, events: readonly ExecutionEvent[]): ExecutionRow | null {
  const [created] = events;
  if (created?.type !== 'executionCreated') return null;
  const tasks = new Map<TaskId, TaskState>();
  let startedAt: number | null = null;
  for (const event of events) {
    const state = stateAfter(event);
    if (state !== null && 'taskId' in event) tasks.set(event.taskId, state);
    if (event.type === 'taskStarted') startedAt ??= event.at;
  }
  const last = events.at(-1);
  const ended = last?.type === 'executionEnded' ? last : null;
  const counts = countStates(tasks);
  const isWaiting = counts.running === 0 && counts.waiting > 0;
  return {
    id: toExecutionId(id),
    workflowId: created.workflowId,
    workflowName: created.workflowName,
    versionHash: created.versionHash,
    key: created.key,
    status: ended?.status ?? (isWaiting ? 'waiting' : 'running'),
    cause: null,
    createdAt: created.at,
    startedAt,
    endedAt: ended?.at ?? null,
    counts,
  };
}

function stateAfter({ type }: ExecutionEvent): TaskState | null {
  switch (type) {
    case 'taskStarted':
      return 'running';
    case 'taskSucceeded':
      return 'succeeded';
    case 'taskFailed':
      return 'failed';
    case 'taskRetryScheduled':
    case 'taskWaiting':
      return 'waiting';
    case 'taskSkipped':
      return 'skipped';
    case 'taskCancelled':
      return 'cancelled';
    default:
      // Also of a later build: it changes no task that this one knows of.
      return null;
  }
}

function countStates(tasks: ReadonlyMap<TaskId, TaskState>): Record<TaskState, number> {
  const counts = Object.fromEntries(taskStates.map((state) => [state, 0])) as Record<
    TaskState,
    number
  >;
  for (const state of tasks.values()) counts[state] += 1;
  return counts;
}
