import type { WorkflowView } from '#ports/engine-api.ts';

/** Whether two answers show the same version: its runs are asked for elsewhere. */
export function isSameVersion(before: WorkflowView | null, now: WorkflowView | null): boolean {
  return before?.versionHash === now?.versionHash && before?.source === now?.source;
}
