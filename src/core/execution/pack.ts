import type { Execution, TaskRecord } from './execution.ts';
import type { Plan } from './plan.ts';

/** A whole execution as plain data, structured-cloneable and JSON; equal states pack equally. */
export interface PackedExecution extends Omit<Execution, 'plan' | 'tasks'> {
  readonly tasks: readonly TaskRecord[];
}

/** A deep copy: the execution may change in place afterwards. */
export function packExecution(execution: Execution): PackedExecution {
  const packed: Partial<Execution> = { ...execution };
  delete (packed as { plan?: unknown }).plan;
  return structuredCopy(packed as PackedExecution);
}

export function unpackExecution(plan: Plan, packed: PackedExecution): Execution {
  const { tasks, ...rest } = structuredCopy(packed);
  return { ...rest, plan, tasks: [...tasks] };
}

/** Plain data only; events and their parts are never changed, so they may be shared. */
function structuredCopy(packed: PackedExecution): PackedExecution {
  return {
    ...packed,
    counts: { ...packed.counts },
    tasks: packed.tasks.map((task) => ({
      ...task,
      attempts: task.attempts.map((attempt) => ({ ...attempt })),
    })),
  };
}
