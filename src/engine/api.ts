import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import type { Execution } from '#core/execution/execution.ts';
import { exportExecution } from '#core/execution/export.ts';
import { packExecution } from '#core/execution/pack.ts';
import type { Plan } from '#core/execution/plan.ts';
import { statusOf } from '#core/execution/status.ts';
import {
  toContentHash,
  toExecutionId,
  type ExecutionId,
  type OrderId,
  type TaskId,
  type VersionHash,
} from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Result } from '#core/shared/result.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Clock } from '#ports/clock.ts';
import {
  fileBytesMax,
  type EngineApi,
  type OwnerView,
  type ParamProblem,
  type PickedFile,
  type StartRequest,
  type StartResult,
  type StopResult,
  type WatchMessage,
} from '#ports/engine-api.ts';
import type { Order } from '#ports/inbox.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import type { Engine } from './engine.ts';
import type { Library } from './library.ts';
import type { Values } from './values.ts';
import { snapshotLogLinesMax, type Watchers } from './watchers.ts';

interface Parts {
  readonly clock: Clock;
  readonly store: Store;
  readonly values: Values;
  readonly library: Library;
  readonly watchers: Watchers;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  readonly bindParams: (
    workflow: Workflow,
    given: JsonObject,
  ) => Result<JsonObject, readonly ParamProblem[]>;
  /** Null while this page drives nothing. */
  readonly engine: () => Engine | null;
  readonly owner: () => OwnerView;
}

/** All that a page may ask, answered from the store and the engine that runs beside it. */
export function createEngineApi(parts: Parts): EngineApi {
  const { store, library, watchers } = parts;
  return {
    owner: () => Promise.resolve(parts.owner()),
    listWorkflows: () => library.list(),
    getWorkflow: (id) => library.view(id),
    importWorkflow: async (request) => {
      if (parts.engine() === null) return { kind: 'notSaved', reason: 'notOwner' };
      const result = await library.import(request);
      watchers.listsChanged();
      return result;
    },
    putFile: (file) => putFile(parts, file),
    startExecution: (request) => startExecution(parts, request),
    stopExecution: (order, id) => stopExecution(parts, order, id),
    listExecutions: async () => (await store.executions.list()).toReversed(),
    watch: (subject, port) => watchers.watch(subject, port),
    getOutput: (id, taskId) => getOutput(parts, id, taskId),
    exportExecution: async (id) => {
      await parts.engine()?.barrier();
      const stored = await readExecution(parts, id);
      return stored === null ? null : exportText(parts, stored);
    },
    exportWorkflow: (id) => library.source(id),
  };
}

interface Stored {
  readonly execution: Execution;
  readonly events: readonly ExecutionEvent[];
}

/** An execution is the fold of its journal, whoever reads it. */
export async function readExecution(
  { store, loadPlan }: Pick<Parts, 'store' | 'loadPlan'>,
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

export async function exportText(
  { store, values }: Pick<Parts, 'store' | 'values'>,
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

/** For watchers of an execution that is not live. */
export async function readSnapshot(
  parts: Pick<Parts, 'store' | 'loadPlan'>,
  id: ExecutionId,
): Promise<Extract<WatchMessage, { kind: 'snapshot' }> | null> {
  const stored = await readExecution(parts, id);
  if (stored === null) return null;
  const logs = await parts.store.executions.readLogs(id, snapshotLogLinesMax);
  const { workflow } = stored.execution.plan;
  return { kind: 'snapshot', workflow, execution: packExecution(stored.execution), logs };
}

async function putFile({ store }: Parts, file: PickedFile): Promise<JsonObject> {
  const { name, mediaType, bytes } = file;
  if (bytes.length > fileBytesMax) throw new RangeError(`${name} is larger than 64 MiB`);
  const hash = toContentHash(sha256(bytes));
  await store.artifacts.put(hash, bytes);
  return { $artifact: hash, bytes: bytes.length, mediaType, name };
}

async function startExecution(
  parts: Parts,
  { order, workflowId, params }: StartRequest,
): Promise<StartResult> {
  const { store, clock } = parts;
  const engine = parts.engine();
  if (engine === null) return { kind: 'notStarted', reason: 'notOwner' };
  const head = await store.workflows.get(workflowId);
  const plan = head === null ? null : await parts.loadPlan(head.versionHash);
  if (head === null || plan === null) return { kind: 'unknownWorkflow' };
  const bound = parts.bindParams(plan.workflow, params);
  if (!bound.ok) return { kind: 'badParams', problems: bound.problem };
  // The order names the execution, so a repeat of it finds the one that is there.
  const executionId = toExecutionId(order);
  const start: Order = {
    kind: 'start',
    id: order,
    at: clock.now(),
    executionId,
    workflowId,
    versionHash: head.versionHash,
    key: null,
    params: bound.value,
  };
  try {
    await store.inbox.put(start);
  } catch (error) {
    if (error instanceof StorageFullError) return { kind: 'notStarted', reason: 'diskFull' };
    throw error;
  }
  await engine.takeOrders([start]);
  return { kind: 'started', id: executionId };
}

async function stopExecution(
  parts: Parts,
  order: OrderId,
  executionId: ExecutionId,
): Promise<StopResult> {
  const engine = parts.engine();
  const live = engine?.get(executionId);
  if (live === undefined || engine === null) {
    const stored = await readExecution(parts, executionId);
    return stored === null
      ? { kind: 'unknownExecution' }
      : { kind: 'alreadyEnded', status: statusOf(stored.execution) };
  }
  const stop: Order = { kind: 'stop', id: order, at: parts.clock.now(), executionId };
  await parts.store.inbox.put(stop);
  await engine.takeOrders([stop]);
  return { kind: 'stopping' };
}

async function getOutput(
  parts: Parts,
  id: ExecutionId,
  taskId: string,
): Promise<{ readonly value: JsonValue } | null> {
  await parts.engine()?.barrier();
  const stored = await readExecution(parts, id);
  if (stored === null) return null;
  const { execution } = stored;
  // Any text may be asked for; only ids of the plan are found.
  const index = execution.plan.indexById.get(taskId as TaskId) ?? -1;
  const output = execution.tasks[index]?.output ?? null;
  return output === null ? null : { value: await parts.values.load(output) };
}
