import type { Mark } from './sketch.ts';
import { unquoted } from './sketch-flow.ts';

/** What a half written text names. */
export interface Known {
  readonly params: ReadonlyMap<string, string>;
  readonly tasks: ReadonlyMap<string, KnownTask>;
  /** Keys of each map, under its path. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface KnownTask {
  type: string;
  readonly dependencies: Set<string>;
}

export function knownOf(text: string, marks: readonly Mark[]): Known {
  const params = new Map<string, string>();
  const tasks = new Map<string, KnownTask>();
  const keys = new Map<string, Set<string>>();
  for (const { path, part, from, to } of marks) {
    const [first, second, third] = path;
    const name = String(second);
    const word = part === 'value' ? unquoted(text.slice(from, to)) : '';
    if (part === 'key') addKey(keys, path);
    if (first === 'params' && path.length === 2 && part === 'key') params.set(name, 'json');
    if (first === 'params' && path.length === 3 && third === 'type' && part === 'value') {
      params.set(name, word);
    }
    if (first !== 'tasks' || second === undefined) continue;
    let task = tasks.get(name);
    if (task === undefined) {
      task = { type: '', dependencies: new Set() };
      tasks.set(name, task);
    }
    if (part !== 'value') continue;
    if (third === 'type' && path.length === 3) task.type = word;
    if (third === 'dependencies') task.dependencies.add(word);
  }
  return { params, tasks, keys };
}

function addKey(keys: Map<string, Set<string>>, path: Mark['path']): void {
  const above = pathKey(path.slice(0, -1));
  const known = keys.get(above);
  if (known === undefined) keys.set(above, new Set([String(path.at(-1))]));
  else known.add(String(path.at(-1)));
}

export function pathKey(path: Mark['path']): string {
  return JSON.stringify(path);
}

/** All that a task depends on, directly or not; also itself on a circle. */
export function upstreamOf({ tasks }: Known, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...(tasks.get(id)?.dependencies ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next) || !tasks.has(next)) continue;
    found.add(next);
    for (const dependency of tasks.get(next)?.dependencies ?? []) waiting.push(dependency);
  }
  return found;
}

/** All that depend on a task, directly or not. */
export function downstreamOf({ tasks }: Known, id: string): ReadonlySet<string> {
  const dependants = new Map<string, string[]>();
  for (const [each, { dependencies }] of tasks) {
    for (const dependency of dependencies) {
      const list = dependants.get(dependency);
      if (list === undefined) dependants.set(dependency, [each]);
      else list.push(each);
    }
  }
  const found = new Set<string>();
  const waiting = [...(dependants.get(id) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const each of dependants.get(next) ?? []) waiting.push(each);
  }
  return found;
}
