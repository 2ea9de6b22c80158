import { suggestFrom } from '#core/shared/edit-distance.ts';
import { toTaskId, toWorkflowId } from '#core/shared/ids.ts';
import type { Instant, TaskId } from '#core/shared/ids.ts';
import { instantFromText } from '#core/shared/instant.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { decodeParams } from './decode-param.ts';
import { decodeTask } from './decode-task.ts';
import type { TaskNames } from './decode-task.ts';
import { knownTypes } from './decode-with.ts';
import type { Descriptors } from './descriptor.ts';
import type { Report } from './draft.ts';
import {
  checkText,
  kindOf,
  readExtra,
  readMap,
  readText,
  readTextMap,
  reportMissing,
  reportWrongType,
} from './fields.ts';
import type { FieldMap } from './fields.ts';
import { cyclicGroups, taskGraph } from './graph.ts';
import type { TaskGraph } from './graph.ts';
import { limits } from './limits.ts';
import { reportLookalikes } from './lookalike.ts';
import { effects, noRetry, paramTypes, triggerRules } from './model.ts';
import type { Task, Workflow } from './model.ts';
import { formatNames } from './names.ts';
import type { FormatNames } from './names.ts';
import type { SourceTree } from './source.ts';

/**
 * What a file says, as far as it can be understood. It is a workflow only if no error was
 * reported; until then it serves to go on checking.
 */
export interface Decoded {
  readonly workflow: Workflow | null;
  readonly graph: TaskGraph | null;
}

export function decodeWorkflow(tree: SourceTree, types: Descriptors, report: Report): Decoded {
  const { root } = tree;
  if (!isJsonObject(root)) {
    const args = { found: kindOf(root) };
    report({ code: 'wrongType', reason: 'rootNotMap', args, path: [], at: 'value' });
    return { workflow: null, graph: null };
  }
  const map: FieldMap = { object: root, path: [], report };
  const names = formatNames();
  checkFormatVersion(map);
  const id = readId(map);
  const params = decodeParams(
    map,
    { fields: names.param, suggestType: suggestFrom(paramTypes) },
    tree.keyOrders.get('params'),
  );
  const tasks = decodeTasks(map, { names, types, order: tree.keyOrders.get('tasks') });
  const workflow: Workflow = {
    id: toWorkflowId(id ?? ''),
    name: readText(map, 'name', { characters: limits.nameCharacters }) ?? id ?? '',
    description: readText(map, 'description', { characters: limits.valueBytes }) ?? '',
    params,
    tasks: tasks ?? new Map<TaskId, Task>(),
    metadata: readTextMap(map, 'metadata'),
    createdAt: readInstant(map, 'createdAt'),
    updatedAt: readInstant(map, 'updatedAt'),
    extra: readExtra(map, names.workflow),
  };
  return { workflow, graph: tasks === null ? null : checkGraph(workflow, report) };
}

function checkFormatVersion(map: FieldMap): void {
  const value = own(map.object, 'millrace');
  if (value === undefined) reportMissing(map, 'millrace');
  else if (typeof value !== 'number') {
    reportWrongType(map, 'millrace', { wanted: 'number', value });
  } else if (value !== 1) {
    const args = { version: value };
    map.report({ code: 'unsupported', reason: 'version', args, path: ['millrace'], at: 'value' });
  }
}

function readId(map: FieldMap): string | undefined {
  if (own(map.object, 'id') === undefined) reportMissing(map, 'id');
  return readText(map, 'id', { characters: limits.idCharacters, isRequired: true });
}

function readInstant(map: FieldMap, key: string): Instant | undefined {
  const text = readText(map, key, { characters: limits.nameCharacters });
  if (text === undefined) return undefined;
  const instant = instantFromText(text);
  if (instant === undefined) {
    const args = { field: key, text };
    map.report({ code: 'wrongType', reason: 'notAnInstant', args, path: [key], at: 'value' });
  }
  return instant;
}

interface TasksInput {
  readonly names: FormatNames;
  readonly types: Descriptors;
  readonly order: readonly string[] | undefined;
}

/** Null when there are none to speak of. */
function decodeTasks(
  workflow: FieldMap,
  { names, types, order }: TasksInput,
): Map<TaskId, Task> | null {
  const found: JsonValue | undefined = own(workflow.object, 'tasks');
  if (found === undefined) reportMissing(workflow, 'tasks');
  if (Array.isArray(found)) {
    workflow.report({ code: 'wrongType', reason: 'tasksList', path: ['tasks'], at: 'value' });
    return null;
  }
  const map = readMap(workflow, 'tasks');
  if (map === undefined) return null;
  const ids = order ?? Object.keys(map.object);
  if (ids.length > limits.tasks) {
    const args = { count: ids.length, maximum: limits.tasks };
    workflow.report({ code: 'limit', reason: 'tasks', args, path: ['tasks'], at: 'key' });
    return null;
  }
  const context = taskNames(names, types, ids);
  const tasks = new Map<TaskId, Task>();
  for (const text of ids) {
    const id = toTaskId(text);
    const bounds = { characters: limits.idCharacters, isRequired: true };
    checkText(map.report, text, { ...bounds, path: ['tasks', text], at: 'key' });
    const task = readMap(map, text);
    tasks.set(id, task === undefined ? unreadable(id) : decodeTask(task, id, context));
  }
  reportLookalikes(tasks.keys(), map.report);
  return tasks;
}

function taskNames(format: FormatNames, types: Descriptors, ids: readonly string[]): TaskNames {
  return {
    format,
    types: knownTypes(types.values()),
    suggestType: suggestFrom(types.keys()),
    suggestRule: suggestFrom(triggerRules),
    suggestEffect: suggestFrom(effects),
    taskIds: new Set(ids),
    suggestTask: suggestFrom(ids),
  };
}

/** Stands in the graph for a task that is no map, so that others may depend on it. */
function unreadable(id: TaskId): Task {
  return {
    id,
    name: id,
    type: '',
    with: {},
    dependencies: [],
    triggerRule: 'all_success',
    retryPolicy: noRetry,
    timeoutSeconds: undefined,
    totalTimeoutSeconds: undefined,
    effect: 'pure',
    metadata: new Map(),
    extra: new Map(),
  };
}

function checkGraph({ tasks }: Workflow, report: Report): TaskGraph {
  let count = 0;
  for (const { dependencies } of tasks.values()) count += dependencies.length;
  if (count > limits.dependencies) {
    const args = { count, maximum: limits.dependencies };
    report({ code: 'limit', reason: 'dependencies', args, path: ['tasks'], at: 'key' });
  }
  const graph = taskGraph(tasks.values());
  for (const group of cyclicGroups(graph)) reportCycle(graph, { tasks, group, report });
  return graph;
}

interface Cycle {
  readonly tasks: ReadonlyMap<TaskId, Task>;
  readonly group: readonly number[];
  readonly report: Report;
}

/** At the dependency of the first member that keeps it on the cycle. */
function reportCycle(graph: TaskGraph, { tasks, group, report }: Cycle): void {
  const members = new Set(group.flatMap((index) => graph.ids[index] ?? []));
  const first = graph.ids[group[0] ?? 0] ?? toTaskId('');
  const dependencies = tasks.get(first)?.dependencies ?? [];
  const index = dependencies.findIndex((dependency) => members.has(dependency));
  const taskIds = [...members].sort();
  const args = { task: first, dependency: dependencies[index] ?? '', count: taskIds.length };
  const path = ['tasks', first, 'dependencies', index];
  report({ code: 'cycle', reason: 'cycle', args, path, at: 'value', taskIds });
}
