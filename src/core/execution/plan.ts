import type { TaskId } from '#core/shared/ids.ts';
import type { Task, Workflow } from '#core/workflow/model.ts';

/** A version made ready to run: tasks by number, in definition order, with edges both ways. */
export interface Plan {
  readonly workflow: Workflow;
  readonly tasks: readonly Task[];
  readonly indexById: ReadonlyMap<TaskId, number>;
  /** Of each task, each once, in the order they were written. */
  readonly dependencies: readonly (readonly number[])[];
  /** Of each task, in definition order. */
  readonly dependants: readonly (readonly number[])[];
}

/** @param workflow valid: every dependency names a task, and there is no cycle. */
export function toPlan(workflow: Workflow): Plan {
  const tasks = [...workflow.tasks.values()];
  const indexById = new Map(tasks.map((task, index) => [task.id, index]));
  const dependants: number[][] = tasks.map(() => []);
  const dependencies = tasks.map((task, index) => {
    const own: number[] = [];
    for (const id of new Set(task.dependencies)) {
      const dependency = indexById.get(id);
      if (dependency === undefined) continue;
      own.push(dependency);
      dependants[dependency]?.push(index);
    }
    return own;
  });
  return { workflow, tasks, indexById, dependencies, dependants };
}
