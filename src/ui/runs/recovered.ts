import type { Execution } from '#core/execution/execution.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { Effect } from '#core/workflow/model.ts';

/** A task that was under way when the browser stopped, and ran again by itself. */
export interface RanAgain {
  readonly taskId: string;
  readonly name: string;
  readonly effect: Effect;
  /** When the attempt began that was cut off. */
  readonly startedAt: Instant;
  /** The attempt that carried on, and when it began. */
  readonly attempt: number;
  readonly againAt: Instant;
}

/** In definition order; each task once, with its last attempt after a crash. */
export function ranAgain({ plan, tasks }: Execution): RanAgain[] {
  return tasks.flatMap(({ attempts }, index) => {
    const at = attempts.findLastIndex(({ recovered }) => recovered);
    const task = plan.tasks[index];
    const again = attempts[at];
    if (task === undefined || again === undefined) return [];
    const startedAt = attempts[at - 1]?.startedAt ?? again.startedAt;
    const { id: taskId, name, effect } = task;
    return [{ taskId, name, effect, startedAt, attempt: again.number, againAt: again.startedAt }];
  });
}

/** Done, and never begun again. */
export function keptCount({ tasks }: Execution): number {
  return tasks.filter(
    ({ state, attempts }) => state === 'succeeded' && attempts.every(({ recovered }) => !recovered),
  ).length;
}
