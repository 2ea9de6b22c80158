import { InvariantError } from '#core/shared/assert.ts';
import type { TriggerRule } from '#core/workflow/model.ts';

/** What a task's direct dependencies have come to so far. */
export interface DependencyCounts {
  readonly open: number;
  /** Failed, cancelled, or skipped because of such a one. */
  readonly failed: number;
  /** Skipped for another reason. */
  readonly skipped: number;
}

export type TriggerOutcome = 'wait' | 'start' | 'skip';

/** The one table of trigger rules; validation lets no other rule through. */
export function triggerOutcome(rule: TriggerRule, counts: DependencyCounts): TriggerOutcome {
  if (rule !== 'all_success') throw new InvariantError(`No such rule yet: ${rule}`);
  if (counts.failed > 0 || counts.skipped > 0) return 'skip';
  return counts.open === 0 ? 'start' : 'wait';
}
