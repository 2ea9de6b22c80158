import type { Plan } from '#core/execution/plan.ts';

/** More than these are not a picture any more; tables show them. */
const drawnTasksMax = 40;
const drawnDependenciesMax = 80;

export function isDrawable(
  plan: Pick<Plan, 'dependencies'> & { readonly tasks: readonly unknown[] },
): boolean {
  const dependencies = plan.dependencies.reduce((sum, own) => sum + own.length, 0);
  return (
    plan.tasks.length > 1 &&
    plan.tasks.length <= drawnTasksMax &&
    dependencies <= drawnDependenciesMax
  );
}
