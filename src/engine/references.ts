import { referencedTasks } from '#core/dataflow/referenced-tasks.ts';
import { resolveWith } from '#core/dataflow/resolve.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { References } from './dispatch.ts';

const nothingLiteral: readonly string[] = [];

/** References as core/dataflow reads them; fields that a descriptor calls literal stay as they are. */
export function createReferences(descriptors: Descriptors): References {
  const literalOf = (type: string) => descriptors.get(type)?.literal ?? nothingLiteral;
  return {
    named: (task) => referencedTasks(task.with, literalOf(task.type)),
    resolve: (task, { params, execution, tasks }) =>
      resolveWith(task.with, literalOf(task.type), {
        params,
        execution,
        task: (id) => tasks.get(id),
      }),
  };
}
