import {
  toContentHash,
  toExecutionId,
  toTaskId,
  type ExecutionId,
  type OrderId,
  type VersionHash,
} from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import type { Result } from '#core/shared/result.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { ParamProblem } from '#core/dataflow/params.ts';
import type { Plan } from '#core/execution/plan.ts';
import { statusOf } from '#core/execution/status.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Clock } from '#ports/clock.ts';
import {
  fileBytesMax,
  type AnswerRequest,
  type AnswerResult,
  type EngineApi,
  type OwnerView,
  type PickedFile,
  type PickedSource,
  type StartRequest,
  type StartResult,
  type StopResult,
} from '#ports/engine-api.ts';
import type { Order } from '#ports/inbox.ts';
import { FencedError, StorageFullError } from '#ports/journal.ts';
import type { AskQuota } from '#ports/quota.ts';
import type { Store } from '#ports/store.ts';
import { getAppearance, setAppearance } from './appearance.ts';
import type { Drafts } from './drafts.ts';
import type { Engine } from './engine.ts';
import type { Library } from './library.ts';
import type { Notices } from './notices.ts';
import { UnknownVersionError } from './order-taker.ts';
import { Outputs } from './outputs.ts';
import type { RetentionKeeper } from './retention.ts';
import { giveOrder } from './give-order.ts';
import { exportText, readExecution } from './stored.ts';
import { storageView, writeBackup } from './storage-screen.ts';
import { getTyped, keepTyped } from './typed.ts';
import type { Values } from './values.ts';
import type { Watchers } from './watchers.ts';

export interface ApiParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly values: Values;
  readonly library: Library;
  readonly drafts: Drafts;
  readonly retention: RetentionKeeper;
  readonly watchers: Watchers;
  readonly askQuota: AskQuota;
  readonly notices: Notices;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  readonly bindParams: (
    workflow: Workflow,
    given: JsonObject,
  ) => Result<JsonObject, readonly ParamProblem[]>;
  /** Null while this page drives nothing. */
  readonly engine: () => Engine | null;
  readonly owner: () => OwnerView;
  /** Tells the owner, wherever it is, that the inbox or the copy queue has something. */
  readonly poke: () => void;
}

/** All that a page may ask, answered from the store and the engine that runs beside it. */
export function createEngineApi(parts: ApiParts): Omit<EngineApi, 'watch'> {
  const { store, library, drafts, notices } = parts;
  const outputs = new Outputs(parts);
  return {
    owner: () => Promise.resolve(parts.owner()),
    listWorkflows: () => library.list(),
    getWorkflow: (id) => library.view(id),
    importWorkflow: (request) => change(parts, () => library.import(request)),
    deleteWorkflow: (id) => change(parts, () => library.remove(id)),
    undeleteWorkflow: (id) => change(parts, () => library.unremove(id)),
    renameWorkflow: (id, name) => change(parts, () => library.rename(id, name)),
    duplicateWorkflow: (id) => change(parts, () => library.duplicate(id)),
    putFile: (file) => putFile(parts, file),
    keepSource: (file, id) => keepSource(parts, file, id),
    sourceHandle: (id) => store.sources.handleOf(id),
    filesReady: () => {
      lookAgain(parts);
      return Promise.resolve();
    },
    startExecution: (request) => {
      const starting = startExecution(parts, request);
      return parts.watchers.expect(toExecutionId(request.order), starting);
    },
    stopExecution: (order, id) => stopExecution(parts, order, id),
    answerTask: (request) => answerTask(parts, request),
    deleteExecution: (id) => deleteExecution(parts, id),
    listExecutions: async () => {
      await parts.engine()?.barrier();
      return (await store.executions.list()).toReversed();
    },
    getOutput: (id, taskId) => outputs.read(id, taskId),
    exportExecution: async (id) => {
      await parts.engine()?.barrier();
      const stored = await readExecution(parts, id);
      return stored === null ? null : exportText(parts, stored);
    },
    exportWorkflow: (id) => library.source(id),
    createWorkflow: (name) => change(parts, () => library.create(name)),
    getDraft: (id) => drafts.open(id),
    saveDraft: (request) => copied(parts, () => drafts.save(request)),
    getTyped: (id) => getTyped(store.settings, id),
    keepTyped: (id, changes) => copied(parts, () => keepTyped(store.settings, id, changes)),
    saveVersion: (id, revision) => change(parts, () => drafts.cut(id, revision)),
    listVersions: (id) => drafts.versions(id),
    getVersion: (hash) => drafts.versionSource(hash),
    getRetention: () => parts.retention.get(),
    setRetention: (limits) =>
      change(parts, async () => {
        await parts.retention.set(limits);
        if (parts.engine() !== null) await parts.retention.sweep();
      }),
    getAppearance: () => getAppearance(store.settings),
    setAppearance: (chosen) => copied(parts, () => setAppearance(store.settings, chosen)),
    storage: () => storageView(store, parts.askQuota),
    backUp: (port) => writeBackup(parts, port),
    restoreBackup: (file) => restoreBackup(parts, file as ByteSource),
    notices: () => Promise.resolve(notices.list()),
    dismissNotice: (id) => {
      notices.dismiss(id);
      return Promise.resolve();
    },
  };
}

/** A change of definitions: whoever drives copies it before anybody says "Saved". */
async function change<Value>(parts: ApiParts, work: () => Promise<Value>): Promise<Value> {
  const result = await copied(parts, work);
  parts.watchers.listsChanged();
  return result;
}

async function copied<Value>(parts: ApiParts, work: () => Promise<Value>): Promise<Value> {
  const result = await work();
  await copyNow(parts);
  return result;
}

/** What landed has landed, whatever becomes of its copy: it waits in the queue for the next one. */
async function copyNow({ engine, store, poke }: ApiParts): Promise<void> {
  const here = engine();
  if (here === null) {
    poke();
    return;
  }
  try {
    await store.safeCopy.drain();
  } catch (reason) {
    if (reason instanceof FencedError) poke();
    else if (reason instanceof StorageFullError) here.pauseUntilThereIsRoom();
    else throw reason;
  }
}

async function putFile({ store }: ApiParts, file: PickedFile): Promise<JsonObject> {
  const { name, mediaType, bytes } = file;
  if (bytes.length > fileBytesMax) throw new RangeError(`${name} is larger than 64 MiB`);
  const hash = toContentHash(sha256(bytes));
  await store.artifacts.put(hash, bytes);
  return { $artifact: hash, bytes: bytes.length, mediaType, name };
}

async function keepSource(
  parts: ApiParts,
  { name, mediaType, bytes, handle, file }: PickedSource,
  known: string | null,
): Promise<JsonObject> {
  const id = await parts.store.sources.keep({ name, handle, file }, known);
  if (known !== null) lookAgain(parts);
  return { $source: id, bytes, mediaType, name };
}

function lookAgain({ engine, poke }: ApiParts): void {
  const here = engine();
  if (here === null) poke();
  else here.lookAgain();
}

async function startExecution(
  parts: ApiParts,
  { order, workflowId, params }: StartRequest,
): Promise<StartResult> {
  const { store, clock } = parts;
  if (!parts.owner().mayOrder) return { kind: 'notStarted', reason: 'notOwner' };
  // The order names the execution, so a repeat of it finds the one that is there.
  const executionId = toExecutionId(order);
  const [head, known] = await Promise.all([
    store.workflows.get(workflowId),
    store.executions.get(executionId),
  ]);
  const plan = head === null ? null : await parts.loadPlan(head.versionHash);
  if (head === null || plan === null) return { kind: 'unknownWorkflow' };
  const bound = parts.bindParams(plan.workflow, params);
  if (!bound.ok) return { kind: 'badParams', problems: bound.problem };
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
    await give(parts, start, known === null);
  } catch (error) {
    if (error instanceof StorageFullError) return { kind: 'notStarted', reason: 'diskFull' };
    // It went with the database after it was read here.
    if (error instanceof UnknownVersionError) return { kind: 'unknownWorkflow' };
    throw error;
  }
  return { kind: 'started', id: executionId };
}

function give(parts: ApiParts, order: Order, isNew = false): Promise<void> {
  return giveOrder({ ...parts, inbox: parts.store.inbox }, order, isNew);
}

async function stopExecution(
  parts: ApiParts,
  order: OrderId,
  executionId: ExecutionId,
): Promise<StopResult> {
  if (parts.engine()?.get(executionId) === undefined) {
    const stored = await readExecution(parts, executionId);
    if (stored === null) return { kind: 'unknownExecution' };
    if (stored.execution.ended !== null) {
      return { kind: 'alreadyEnded', status: statusOf(stored.execution) };
    }
  }
  await give(parts, { kind: 'stop', id: order, at: parts.clock.now(), executionId });
  return { kind: 'stopping' };
}

async function answerTask(
  parts: ApiParts,
  { order, executionId, taskId, answer }: AnswerRequest,
): Promise<AnswerResult> {
  const stored = await readExecution(parts, executionId);
  if (stored === null) return { kind: 'notAsked' };
  const { plan, tasks } = stored.execution;
  const id = toTaskId(taskId);
  const task = tasks[plan.indexById.get(id) ?? -1];
  const asked =
    answer === 'happened' || answer === 'didNotHappen' ? 'outcomeUnknown' : 'quarantined';
  if (task?.state !== 'waiting' || task.cause?.code !== asked) return { kind: 'notAsked' };
  const at = parts.clock.now();
  await give(parts, { kind: 'answer', id: order, at, executionId, taskId: id, answer });
  return { kind: 'taken' };
}

async function deleteExecution(
  parts: ApiParts,
  id: ExecutionId,
): Promise<'deleted' | 'unknown' | 'live'> {
  const live = await parts.store.executions.listLive();
  if (live.includes(id)) return 'live';
  const isDeleted = await change(parts, () => parts.store.executions.remove(id));
  return isDeleted ? 'deleted' : 'unknown';
}

/** A `Blob`, as far as it is used here: each stream begins at its first byte. */
interface ByteSource {
  stream(): AsyncIterable<Uint8Array>;
}

async function restoreBackup(parts: ApiParts, file: ByteSource) {
  if (parts.engine() === null) return { kind: 'notRestored', reason: 'notOwner' } as const;
  const result = await change(parts, () => parts.store.backup.restore(() => file.stream()));
  // What came back unfinished goes on.
  await parts.engine()?.takeUp();
  return result;
}
