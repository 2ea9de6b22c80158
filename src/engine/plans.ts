import { toPlan, type Plan } from '#core/execution/plan.ts';
import type { VersionHash } from '#core/shared/ids.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Version, WorkflowStore } from '#ports/workflow-store.ts';

const plansMax = 32;

/**
 * Journal rule 6: an execution runs the version it started with. A version is found by its hash and
 * by nothing else, so no edit of the workflow reaches an execution.
 * @param parse null when a stored text is not valid (a build that knows less than the one that saved it).
 */
export function createPlanLoader(
  workflows: WorkflowStore,
  parse: (version: Version) => Workflow | null,
): (hash: VersionHash) => Promise<Plan | null> {
  const plans = new Map<VersionHash, Plan>();
  return async (hash) => {
    const known = plans.get(hash);
    if (known !== undefined) return known;
    const version = await workflows.getVersion(hash);
    const workflow = version === null ? null : parse(version);
    if (workflow === null) return null;
    const plan = toPlan(workflow);
    plans.set(hash, plan);
    const [oldest] = plans.keys();
    if (plans.size > plansMax && oldest !== undefined) plans.delete(oldest);
    return plan;
  };
}
