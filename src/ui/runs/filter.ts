import { executionStatuses } from '#core/execution/events.ts';
import type { ExecutionStatus } from '#core/execution/events.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';

export interface RunFilter {
  /** An empty text is no filter. */
  readonly workflowId: string;
  readonly status: ExecutionStatus | '';
}

export function filterRuns(
  rows: readonly ExecutionRow[],
  { workflowId, status }: RunFilter,
): readonly ExecutionRow[] {
  if (workflowId === '' && status === '') return rows;
  return rows.filter(
    (row) =>
      (workflowId === '' || row.workflowId === workflowId) &&
      (status === '' || row.status === status),
  );
}

/** Every workflow that has a run, each once, under its latest name. */
export function workflowsOf(
  rows: readonly ExecutionRow[],
  language: string,
): { readonly id: string; readonly name: string }[] {
  const names = new Map<string, string>();
  // Newest first, so the first name is the latest.
  for (const { workflowId, workflowName } of rows) {
    if (!names.has(workflowId)) names.set(workflowId, workflowName);
  }
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** Those that occur, in the order of their lives. */
export function statusesOf(rows: readonly ExecutionRow[]): readonly ExecutionStatus[] {
  return executionStatuses.filter((status) => rows.some((row) => row.status === status));
}
