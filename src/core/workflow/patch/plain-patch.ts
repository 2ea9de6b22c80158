import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { TextOperation } from './operation.ts';

/** What a patch of a text must come to, done to a plain object; for tests. */
type Plain = Record<string, JsonValue>;

function copyOf(map: JsonObject): Plain {
  const copy: Plain = {};
  for (const key of Object.keys(map)) setOwn(copy, key, own(map, key) ?? null);
  return copy;
}

export function dependenciesOf(task: JsonValue | undefined): string[] {
  const list = isJsonObject(task) ? own(task, 'dependencies') : undefined;
  if (typeof list === 'string') return [list];
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** What a person would do with the plain object; the order of tasks too. */
export function applied(before: JsonObject, operation: TextOperation): JsonObject {
  const root = copyOf(before);
  const known = own(root, 'tasks');
  const tasks = isJsonObject(known) ? copyOf(known) : {};
  switch (operation.kind) {
    case 'addTask': {
      const { task, after, position } = operation;
      const { id, dependencies, type, ...rest } = task;
      const made: Plain = { ...rest, type };
      if (dependencies !== undefined && dependencies.length > 0)
        made['dependencies'] = dependencies;
      root['tasks'] = inserted(tasks, id, made, after);
      if (position !== null) put(root, ['x-layout', id], [...position]);
      return root;
    }
    case 'duplicateTask':
      root['tasks'] = inserted(
        tasks,
        operation.newId,
        own(tasks, operation.id) ?? null,
        operation.id,
      );
      return root;
    case 'removeTasks': {
      const gone = new Set(operation.ids);
      const left: Plain = {};
      for (const id of Object.keys(tasks)) {
        if (!gone.has(id)) setOwn(left, id, withoutDependencies(own(tasks, id) ?? null, gone));
      }
      if (own(root, 'tasks') !== undefined)
        root['tasks'] = own(root, 'tasks') === null ? null : left;
      forget(root, gone);
      return root;
    }
    case 'renameTask':
      renameIn(root, operation);
      return root;
    case 'connect': {
      const { id, dependency } = operation;
      const list = dependenciesOf(own(tasks, id));
      if (list.includes(dependency)) return root;
      const task = own(tasks, id);
      const old = isJsonObject(task) ? own(task, 'dependencies') : undefined;
      const items = Array.isArray(old) ? (old as readonly JsonValue[]) : list;
      put(root, ['tasks', id, 'dependencies'], [...items, dependency]);
      return root;
    }
    case 'disconnect': {
      const task = own(tasks, operation.id) ?? null;
      setOwn(tasks, operation.id, withoutDependencies(task, new Set([operation.dependency])));
      root['tasks'] = tasks;
      return root;
    }
    case 'place': {
      if (operation.positions === null) return without(root, 'x-layout');
      for (const [id, position] of operation.positions) put(root, ['x-layout', id], [...position]);
      return root;
    }
    case 'setValue':
      if (operation.value === undefined) return removed(root, operation.path, []) as JsonObject;
      put(root, operation.path, operation.value);
      return root;
  }
}

function renameIn(root: Plain, { id, newId }: { readonly id: string; readonly newId: string }) {
  const found = own(root, 'tasks');
  const tasks = isJsonObject(found) ? found : {};
  const renamed: Plain = {};
  for (const key of Object.keys(tasks)) {
    const task = own(tasks, key) ?? null;
    setOwn(renamed, key === id ? newId : key, withRenamed(task, id, newId));
  }
  root['tasks'] = renamed;
  const layout = own(root, 'x-layout');
  if (isJsonObject(layout) && own(layout, id) !== undefined) {
    const moved: Plain = {};
    for (const key of Object.keys(layout)) {
      setOwn(moved, key === id ? newId : key, own(layout, key) ?? null);
    }
    root['x-layout'] = moved;
  }
}

function inserted(tasks: Plain, id: string, task: JsonValue, after: string | null): Plain {
  const made: Plain = {};
  for (const key of Object.keys(tasks)) {
    setOwn(made, key, own(tasks, key) ?? null);
    if (key === after) setOwn(made, id, task);
  }
  if (after === null) setOwn(made, id, task);
  return made;
}

function without(map: JsonObject, key: string): JsonObject {
  const made: Plain = {};
  for (const each of Object.keys(map)) if (each !== key) setOwn(made, each, own(map, each) ?? null);
  return made;
}

function withoutDependencies(task: JsonValue, gone: ReadonlySet<string>): JsonValue {
  if (!isJsonObject(task) || !dependenciesOf(task).some((id) => gone.has(id))) return task;
  const list = own(task, 'dependencies');
  const left = Array.isArray(list)
    ? (list as readonly JsonValue[]).filter((id) => typeof id !== 'string' || !gone.has(id))
    : [];
  return left.length === 0 ? without(task, 'dependencies') : { ...task, dependencies: left };
}

function forget(root: Plain, gone: ReadonlySet<string>): void {
  let layout = own(root, 'x-layout');
  if (!isJsonObject(layout) || !Object.keys(layout).some((id) => gone.has(id))) return;
  for (const id of gone) if (isJsonObject(layout)) layout = without(layout, id);
  if (Object.keys(layout).length === 0) delete root['x-layout'];
  else root['x-layout'] = layout;
}

function withRenamed(task: JsonValue, id: string, newId: string): JsonValue {
  if (!isJsonObject(task) || !dependenciesOf(task).includes(id)) return task;
  const list = own(task, 'dependencies');
  const renamed = Array.isArray(list)
    ? (list as readonly JsonValue[]).map((each) => (each === id ? newId : each))
    : newId;
  return { ...task, dependencies: renamed };
}

function put(root: Plain, path: Path, value: JsonValue): void {
  const [part = '', ...rest] = path;
  const changed = changedAt(root, part, rest, value) as Plain;
  for (const key of Object.keys(changed)) setOwn(root, key, own(changed, key) ?? null);
}

function changedAt(
  holder: JsonValue,
  part: string | number,
  rest: Path,
  value: JsonValue,
): JsonValue {
  const [next, ...later] = rest;
  if (typeof part === 'number' && Array.isArray(holder)) {
    const list = [...(holder as readonly JsonValue[])];
    const index = Math.min(part, list.length);
    list[index] = next === undefined ? value : changedAt(list[index] ?? null, next, later, value);
    return list;
  }
  const made: Plain = {};
  for (const key of isJsonObject(holder) ? Object.keys(holder) : []) {
    setOwn(made, key, isJsonObject(holder) ? (own(holder, key) ?? null) : null);
  }
  const old = own(made, String(part)) ?? null;
  setOwn(made, String(part), next === undefined ? value : changedAt(old, next, later, value));
  return made;
}

/** Without what is at the path, and without the maps that this leaves empty. */
function removed(holder: JsonValue, path: Path, above: Path): JsonValue | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return undefined;
  const inside = Array.isArray(holder)
    ? (holder as readonly JsonValue[])[Number(part)]
    : isJsonObject(holder)
      ? own(holder, String(part))
      : undefined;
  if (inside === undefined || (Array.isArray(holder) && typeof part !== 'number')) return holder;
  const left = rest.length === 0 ? undefined : removed(inside, rest, [...above, part]);
  if (left === inside) return holder;
  if (Array.isArray(holder)) {
    const list = [...(holder as readonly JsonValue[])];
    if (left === undefined) list.splice(Number(part), 1);
    else list[Number(part)] = left;
    return list;
  }
  const made: Plain = {};
  for (const key of Object.keys(holder as JsonObject)) {
    if (key !== String(part)) setOwn(made, key, own(holder as JsonObject, key) ?? null);
    else if (left !== undefined) setOwn(made, key, left);
  }
  const isKept =
    above.length === 0 ||
    typeof above.at(-1) === 'number' ||
    (above[0] === 'tasks' && above.length <= 2) ||
    (above[0] === 'params' && above.length === 2);
  return Object.keys(made).length === 0 && !isKept ? undefined : made;
}
