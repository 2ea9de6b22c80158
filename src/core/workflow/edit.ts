import { toTaskId } from '#core/shared/ids.ts';
import type { Instant, TaskId, WorkflowId } from '#core/shared/ids.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { dependsOn, taskGraph } from './graph.ts';
import { noRetry } from './model.ts';
import type { Param, Task, Workflow } from './model.ts';

/**
 * Edits of a definition. Each gives a new workflow whose `updatedAt` is `now`, or says why not;
 * what it was given is never changed (ARC-01, WF-14).
 */
export type EditResult = Result<Workflow, EditRefusal>;

/** Why an edit was refused; `text/` makes the sentence. */
export type EditRefusal =
  | { readonly code: 'emptyId' }
  | { readonly code: 'taskExists'; readonly taskId: TaskId }
  | { readonly code: 'unknownTask'; readonly taskId: TaskId }
  | { readonly code: 'unknownDependency'; readonly taskId: TaskId; readonly dependency: TaskId }
  | { readonly code: 'notConnected'; readonly taskId: TaskId; readonly dependency: TaskId }
  | { readonly code: 'cycle'; readonly taskId: TaskId; readonly dependency: TaskId };

export interface Edit {
  readonly now: Instant;
}

export interface NewWorkflow extends Edit {
  /** Fresh and unique; core cannot draw one. */
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
}

/** No tasks, no metadata, made and changed now (WF-10). */
export function createWorkflow({ id, name, description, now }: NewWorkflow): Workflow {
  return {
    id,
    name,
    description,
    params: new Map(),
    tasks: new Map(),
    metadata: new Map(),
    createdAt: now,
    updatedAt: now,
    extra: new Map(),
  };
}

export type NewTask = Partial<Omit<Task, 'id' | 'type'>> & Pick<Task, 'id' | 'type'>;

/** A task with the defaults of WF-05. */
export function createTask(task: NewTask): Task {
  return {
    name: task.id,
    with: {},
    dependencies: [],
    triggerRule: 'all_success',
    retryPolicy: noRetry,
    timeoutSeconds: undefined,
    totalTimeoutSeconds: undefined,
    effect: 'pure',
    metadata: new Map(),
    extra: new Map(),
    ...task,
  };
}

export function addTask(workflow: Workflow, task: Task, { now }: Edit): EditResult {
  const { id } = task;
  if (id === '') return refused({ code: 'emptyId' });
  if (workflow.tasks.has(id)) return refused({ code: 'taskExists', taskId: id });
  const refusal = dependenciesRefusal(workflow, task);
  if (refusal !== null) return refused(refusal);
  return ok({ ...workflow, tasks: new Map(workflow.tasks).set(id, task), updatedAt: now });
}

export type TaskChange = Partial<Omit<Task, 'id'>>;

export function changeTask(
  workflow: Workflow,
  { id, change }: { readonly id: TaskId; readonly change: TaskChange },
  edit: Edit,
): EditResult {
  const task = workflow.tasks.get(id);
  if (task === undefined) return refused({ code: 'unknownTask', taskId: id });
  return putTask(workflow, { ...task, ...change }, edit);
}

/** Its dependants no longer name it. */
export function removeTask(workflow: Workflow, id: TaskId, { now }: Edit): EditResult {
  if (!workflow.tasks.has(id)) return refused({ code: 'unknownTask', taskId: id });
  const tasks = new Map<TaskId, Task>();
  for (const [otherId, task] of workflow.tasks) {
    if (otherId !== id) tasks.set(otherId, withoutDependency(task, id));
  }
  return ok({ ...workflow, tasks, updatedAt: now });
}

/** A new id for a task, in its place and in the dependencies of others. */
export function renameTask(
  workflow: Workflow,
  { id, newId }: { readonly id: TaskId; readonly newId: TaskId },
  { now }: Edit,
): EditResult {
  if (newId === '') return refused({ code: 'emptyId' });
  if (!workflow.tasks.has(id)) return refused({ code: 'unknownTask', taskId: id });
  if (workflow.tasks.has(newId)) return refused({ code: 'taskExists', taskId: newId });
  const renamed = (other: TaskId) => (other === id ? newId : other);
  const tasks = new Map<TaskId, Task>();
  for (const task of workflow.tasks.values()) {
    const own = task.id === id ? renamedTask(task, newId) : task;
    tasks.set(own.id, { ...own, dependencies: own.dependencies.map(renamed) });
  }
  return ok({ ...workflow, tasks, updatedAt: now });
}

export interface Connection {
  readonly id: TaskId;
  readonly dependency: TaskId;
}

/** `id` depends on `dependency` from now on; once more is no change but of `updatedAt`. */
export function connect(
  workflow: Workflow,
  { id, dependency }: Connection,
  edit: Edit,
): EditResult {
  const task = workflow.tasks.get(id);
  if (task === undefined) return refused({ code: 'unknownTask', taskId: id });
  const dependencies = task.dependencies.includes(dependency)
    ? task.dependencies
    : [...task.dependencies, dependency];
  return putTask(workflow, { ...task, dependencies }, edit);
}

export function disconnect(
  workflow: Workflow,
  { id, dependency }: Connection,
  edit: Edit,
): EditResult {
  const task = workflow.tasks.get(id);
  if (task === undefined) return refused({ code: 'unknownTask', taskId: id });
  if (!task.dependencies.includes(dependency)) {
    return refused({ code: 'notConnected', taskId: id, dependency });
  }
  return putTask(workflow, withoutDependency(task, dependency), edit);
}

export type WorkflowChange = Partial<Pick<Workflow, 'name' | 'description' | 'extra'>>;

export function changeWorkflow(
  workflow: Workflow,
  change: WorkflowChange,
  { now }: Edit,
): Workflow {
  return { ...workflow, ...change, updatedAt: now };
}

export interface MetadataEntry {
  readonly key: string;
  /** undefined removes the key. */
  readonly value: string | undefined;
}

export function setMetadata(workflow: Workflow, entry: MetadataEntry, { now }: Edit): Workflow {
  return { ...workflow, metadata: withEntry(workflow.metadata, entry), updatedAt: now };
}

export function setTaskMetadata(
  workflow: Workflow,
  { id, ...entry }: MetadataEntry & { readonly id: TaskId },
  edit: Edit,
): EditResult {
  const task = workflow.tasks.get(id);
  if (task === undefined) return refused({ code: 'unknownTask', taskId: id });
  return putTask(workflow, { ...task, metadata: withEntry(task.metadata, entry) }, edit);
}

export interface ParamEntry {
  readonly name: string;
  /** undefined removes the param. */
  readonly param: Param | undefined;
}

export function setParam(workflow: Workflow, { name, param }: ParamEntry, { now }: Edit): Workflow {
  const entry = { key: name, value: param };
  return { ...workflow, params: withEntry(workflow.params, entry), updatedAt: now };
}

function putTask(workflow: Workflow, task: Task, { now }: Edit): EditResult {
  const refusal = dependenciesRefusal(workflow, task);
  if (refusal !== null) return refused(refusal);
  return ok({ ...workflow, tasks: new Map(workflow.tasks).set(task.id, task), updatedAt: now });
}

/** Only dependencies that the task did not have can be unknown or close a cycle. */
function dependenciesRefusal(workflow: Workflow, task: Task): EditRefusal | null {
  const before = workflow.tasks.get(task.id)?.dependencies ?? [];
  const added = task.dependencies.filter((dependency) => !before.includes(dependency));
  if (added.length === 0) return null;
  const graph = taskGraph(workflow.tasks.values());
  const index = graph.indexById.get(task.id) ?? -1;
  for (const dependency of added) {
    const place = { taskId: task.id, dependency };
    if (dependency === task.id) return { code: 'cycle', ...place };
    const from = graph.indexById.get(dependency);
    if (from === undefined) return { code: 'unknownDependency', ...place };
    if (index >= 0 && dependsOn(graph, from, index)) return { code: 'cycle', ...place };
  }
  return null;
}

function withoutDependency(task: Task, id: TaskId): Task {
  if (!task.dependencies.includes(id)) return task;
  return { ...task, dependencies: task.dependencies.filter((dependency) => dependency !== id) };
}

/** A name that was only the id follows it. */
function renamedTask(task: Task, id: TaskId): Task {
  return { ...task, id, name: task.name === task.id ? toTaskId(id) : task.name };
}

function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  { key, value }: { readonly key: string; readonly value: Value | undefined },
): ReadonlyMap<string, Value> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}
