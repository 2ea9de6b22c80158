import type { WorkflowRow } from '#ports/engine-api.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';

export const sortings = ['lastRun', 'name', 'changed'] as const;
export type Sorting = (typeof sortings)[number];
export const filters = ['all', 'needsYou', 'running'] as const;
export type Filter = (typeof filters)[number];

/** Only a person can move it on: it failed, or it waits for an answer or a file. */
export function needsYou(last: ExecutionRow | null): boolean {
  if (last === null) return false;
  const needsFile = last.status === 'waiting' && last.cause?.code === 'needsFile';
  return last.status === 'failed' || needsFile || isAsking(last);
}

/** One press of a person answers it. */
export function isAsking({ status, cause }: ExecutionRow): boolean {
  const code = status === 'waiting' ? cause?.code : undefined;
  return code === 'outcomeUnknown' || code === 'quarantined';
}

export function isIn(filter: Filter, { lastExecution: last }: WorkflowRow): boolean {
  if (filter === 'all') return true;
  return filter === 'needsYou' ? needsYou(last) : last?.status === 'running';
}

/** By every word of it, in the name, the description or the id. */
export function matches(row: WorkflowRow, search: string): boolean {
  const text = `${row.name} ${row.description} ${row.id}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What needs the person first, then as asked; ties by name, then by id. */
export function arrange(
  rows: readonly WorkflowRow[],
  sorting: Sorting,
  language: string,
): WorkflowRow[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const byName = (a: WorkflowRow, b: WorkflowRow) => compare(a.name, b.name) || compare(a.id, b.id);
  const lastRun = ({ lastExecution: last }: WorkflowRow) =>
    last === null ? -Infinity : (last.startedAt ?? last.createdAt);
  const by = {
    name: byName,
    lastRun: (a: WorkflowRow, b: WorkflowRow) => lastRun(b) - lastRun(a),
    changed: (a: WorkflowRow, b: WorkflowRow) => b.updatedAt - a.updatedAt,
  }[sorting];
  const urgency = ({ lastExecution }: WorkflowRow) => (needsYou(lastExecution) ? 0 : 1);
  // Two workflows that never ran differ by NaN, which is as good as nothing.
  return rows.toSorted((a, b) => urgency(a) - urgency(b) || by(a, b) || byName(a, b));
}
