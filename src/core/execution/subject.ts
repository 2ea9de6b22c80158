import { toContentHash, type TaskId } from '#core/shared/ids.ts';
import type { Task } from '#core/workflow/model.ts';
import type { LogCount, Output } from './events.ts';
import type { Execution, TaskRecord } from './execution.ts';

export const none: LogCount = { lines: 0, dropped: 0 };
/** Of the four bytes `null`. */
export const nullOutput: Output = {
  hash: toContentHash('sha256:74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b'),
  value: null,
};

/** A task's record and its definition; null for an id that the version lacks. */
export function find(
  execution: Execution,
  taskId: TaskId,
): { readonly task: TaskRecord; readonly definition: Task } | null {
  const index = execution.plan.indexById.get(taskId) ?? -1;
  const task = execution.tasks[index];
  const definition = execution.plan.tasks[index];
  return task === undefined || definition === undefined ? null : { task, definition };
}

export function idOf(execution: Execution, index: number): TaskId {
  const definition = execution.plan.tasks[index];
  if (definition === undefined) throw new RangeError(`No task ${String(index)}`);
  return definition.id;
}
