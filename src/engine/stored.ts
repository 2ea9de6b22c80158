import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import type { Execution } from '#core/execution/execution.ts';
import { exportExecution } from '#core/execution/export.ts';
import { packExecution, unpackExecution } from '#core/execution/pack.ts';
import type { Plan } from '#core/execution/plan.ts';
import { InvariantError } from '#core/shared/assert.ts';
import type { ExecutionId, TaskId, VersionHash } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import type { Store } from '#ports/store.ts';
import type { Values } from './values.ts';

/** Log lines that a snapshot brings along. */
export const snapshotLogLinesMax = 2_000;

export interface Stored {
  readonly execution: Execution;
  readonly events: readonly ExecutionEvent[];
}

interface Sources {
  readonly store: Pick<Store, 'executions'>;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
}

/** An execution is the fold of its journal, whoever reads it. */
export async function readExecution(
  { store, loadPlan }: Sources,
  id: ExecutionId,
): Promise<Stored | null> {
  const events = await store.executions.readEvents(id, 0);
  const [first] = events;
  if (first?.type !== 'executionCreated') return null;
  const plan = await loadPlan(first.versionHash);
  if (plan === null) return null;
  const execution = emptyExecution(id, plan);
  for (const event of events) evolve(execution, event);
  return { execution, events };
}

/**
 * A live execution as its last packed state and the journal behind it.
 * @throws InvariantError when its version is not here.
 */
export async function foldStored(
  { executions, loadPlan }: Sources['store'] & Pick<Sources, 'loadPlan'>,
  id: ExecutionId,
): Promise<Execution> {
  const packed = await executions.readState(id);
  const events = await executions.readEvents(id, packed?.seq ?? 0);
  const [first] = events;
  const created = first?.type === 'executionCreated' ? first.versionHash : null;
  const hash = packed?.versionHash ?? created;
  const plan = hash === null ? null : await loadPlan(hash);
  if (plan === null) throw new InvariantError(`The version of execution ${id} is not here`);
  const execution = packed === null ? emptyExecution(id, plan) : unpackExecution(plan, packed);
  for (const event of events) evolve(execution, event);
  return execution;
}

export async function exportText(
  { store, values }: Pick<Sources, 'store'> & { readonly values: Values },
  { execution, events }: Stored,
): Promise<string> {
  const outputs = new Map<TaskId, JsonValue>();
  for (const [index, { output }] of execution.tasks.entries()) {
    const id = execution.plan.tasks[index]?.id;
    if (output === null || 'value' in output || id === undefined) continue;
    outputs.set(id, await values.load(output));
  }
  const logs = await store.executions.readLogs(execution.id, Infinity);
  return JSON.stringify(exportExecution({ execution, events, logs, outputs }), null, 2);
}

/** For watchers of an execution that is not live here. */
export async function readSnapshot(
  parts: Sources,
  id: ExecutionId,
): Promise<Extract<WatchMessage, { kind: 'snapshot' }> | null> {
  const stored = await readExecution(parts, id);
  if (stored === null) return null;
  const logs = await parts.store.executions.readLogs(id, snapshotLogLinesMax);
  const { workflow } = stored.execution.plan;
  return { kind: 'snapshot', workflow, execution: packExecution(stored.execution), logs };
}
