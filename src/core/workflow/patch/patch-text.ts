import type { JsonValue } from '#core/shared/json.ts';
import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { unreachable } from '#core/shared/assert.ts';
import { toTaskId } from '#core/shared/ids.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import { dependsOn, taskGraph } from '#core/workflow/graph.ts';
import type { TaskGraph } from '#core/workflow/graph.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import { duplicateTask } from './duplicate-task.ts';
import { readJsonTree } from './json-tree.ts';
import type { AddedTask, PatchRefusal, Position, TextChange, TextOperation } from './operation.ts';
import { renameTask } from './rename-task.ts';
import { isContainer, isEqual, removeSpot, setValue } from './set-value.ts';
import { TextEditor } from './text-editor.ts';
import { entryOf, walkTo } from './text-tree.ts';
import type { TextTree } from './text-tree.ts';
import { readYamlTree } from './yaml-tree.ts';

export interface PatchedSource {
  readonly text: string;
  readonly format: SourceFormat;
}

/** Of no types: of an unknown one nobody knows which fields are code. */
const noDescriptors: Descriptors = new Map();

/**
 * An act as the fewest changes of a text: comments, layout, quotes and order stay as they were
 * typed. The text may be no valid workflow, as long as its form can be read.
 */
export function patchText(
  { text, format }: PatchedSource,
  operation: TextOperation,
  descriptors: Descriptors = noDescriptors,
): Result<readonly TextChange[], PatchRefusal> {
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const body = text.slice(mark);
  const tree = format === 'json' ? readJsonTree(body) : readYamlTree(body);
  if (tree === null) return refused({ code: 'unreadable' });
  const editor = new TextEditor(tree);
  const refusal = new Patch(editor, descriptors).apply(operation);
  return refusal === null ? ok(editor.finish(mark)) : refused(refusal);
}

class Patch {
  readonly #editor: TextEditor;
  readonly #tree: TextTree;
  readonly #descriptors: Descriptors;
  readonly #tasks: JsonValue | undefined;

  constructor(editor: TextEditor, descriptors: Descriptors) {
    this.#editor = editor;
    this.#tree = editor.tree;
    this.#descriptors = descriptors;
    const { value } = editor.tree;
    this.#tasks = isJsonObject(value) ? own(value, 'tasks') : undefined;
  }

  apply(operation: TextOperation): PatchRefusal | null {
    const known = this.#tasks ?? null;
    // A list or a text in the place of the tasks is for a person to mend.
    if (known !== null && !isJsonObject(known) && operation.kind !== 'setValue') {
      return { code: 'unreadable' };
    }
    switch (operation.kind) {
      case 'addTask':
        return this.#addTask(operation.task, operation.after, operation.position);
      case 'duplicateTask':
        return this.#newIdRefusal(operation) ?? duplicateTask(this.#editor, operation);
      case 'removeTasks':
        return this.#removeTasks(operation.ids);
      case 'renameTask': {
        if (operation.id === operation.newId && this.#has(operation.id)) return null;
        const rename = { ...operation, descriptors: this.#descriptors };
        return this.#newIdRefusal(operation) ?? renameTask(this.#editor, rename);
      }
      case 'connect':
        return this.#connect(operation.id, operation.dependency);
      case 'disconnect':
        return this.#disconnect(operation.id, operation.dependency);
      case 'setValue':
        return setValue(this.#editor, operation.path, operation.value);
      case 'place':
        return this.#place(operation.positions);
      default:
        return unreachable(operation);
    }
  }

  #has(id: string): boolean {
    return isJsonObject(this.#tasks) && own(this.#tasks, id) !== undefined;
  }

  #newIdRefusal({ id, newId }: { readonly id: string; readonly newId: string }) {
    if (newId === '') return { code: 'emptyId' } as const;
    if (!this.#has(id)) return { code: 'unknownTask', taskId: id } as const;
    return this.#has(newId) ? ({ code: 'taskExists', taskId: newId } as const) : null;
  }

  #addTask(
    { id, type, name, with: fields, dependencies = [] }: AddedTask,
    after: string | null,
    position: Position | null,
  ): PatchRefusal | null {
    if (id === '') return { code: 'emptyId' };
    if (this.#has(id)) return { code: 'taskExists', taskId: id };
    if (after !== null && !this.#has(after)) return { code: 'unknownTask', taskId: after };
    for (const dependency of dependencies) {
      const refusal = this.#edgeRefusal(id, dependency);
      if (refusal !== null) return refusal;
    }
    const task = {
      ...(name === undefined ? {} : { name }),
      type,
      ...(dependencies.length === 0 ? {} : { dependencies }),
      ...(fields === undefined ? {} : { with: fields }),
    };
    return this.#putTask(id, task, after) ?? this.#setPosition(id, position);
  }

  #putTask(id: string, task: JsonValue, after: string | null): PatchRefusal | null {
    const { spots, isShared: isRepeated } = walkTo(this.#tree, ['tasks']);
    const spot = spots[1];
    if (isRepeated) return { code: 'shared', path: ['tasks'] };
    if (!isContainer(spot?.node) || after === null || spot.node.entries.length === 0) {
      return setValue(this.#editor, ['tasks', id], task);
    }
    const before = entryOf(spot.node, after);
    // Brought by a merge key, so that it has no place of its own.
    if (before === undefined) return setValue(this.#editor, ['tasks', id], task);
    const place = { node: spot.node, holder: spot.entry, depth: 1 };
    this.#editor.add(place, { after: before, key: id, value: task });
    return null;
  }

  #setPosition(id: string, position: Position | null): PatchRefusal | null {
    if (position === null) return null;
    return setValue(this.#editor, ['x-layout', id], [...position]);
  }

  /** A task may be new; its dependencies must be there and not depend on it. */
  #edgeRefusal(id: string, dependency: string): PatchRefusal | null {
    if (id === dependency) return { code: 'cycle', taskId: id, dependency };
    if (!this.#has(dependency)) return { code: 'unknownTask', taskId: dependency };
    const graph = this.#graph(id);
    const from = graph.indexById.get(toTaskId(dependency)) ?? -1;
    const target = graph.indexById.get(toTaskId(id)) ?? -1;
    return dependsOn(graph, from, target) ? { code: 'cycle', taskId: id, dependency } : null;
  }

  #graph(newId: string): TaskGraph {
    const tasks = isJsonObject(this.#tasks) ? this.#tasks : {};
    const list = Object.keys(tasks).map((id) => ({
      id: toTaskId(id),
      dependencies: this.#dependencies(id).map(toTaskId),
    }));
    if (!this.#has(newId)) list.push({ id: toTaskId(newId), dependencies: [] });
    return taskGraph(list);
  }

  #task(id: string): JsonValue | undefined {
    return isJsonObject(this.#tasks) ? own(this.#tasks, id) : undefined;
  }

  #dependencies(id: string): readonly string[] {
    const task = this.#task(id);
    const list = isJsonObject(task) ? own(task, 'dependencies') : undefined;
    // What a person meant by a text in the place of a list is plain.
    if (typeof list === 'string') return [list];
    if (!Array.isArray(list)) return [];
    return (list as readonly JsonValue[]).filter((item) => typeof item === 'string');
  }

  #connect(id: string, dependency: string): PatchRefusal | null {
    if (!this.#has(id)) return { code: 'unknownTask', taskId: id };
    const refusal = this.#edgeRefusal(id, dependency);
    if (refusal !== null) return refusal;
    const before = this.#dependencies(id);
    if (before.includes(dependency)) return null;
    const path = ['tasks', id, 'dependencies'];
    const { spots } = walkTo(this.#tree, path);
    if (spots[3]?.node.kind === 'list') {
      return setValue(this.#editor, [...path, spots[3].node.entries.length], dependency);
    }
    return setValue(this.#editor, path, [...before, dependency]);
  }

  #disconnect(id: string, dependency: string): PatchRefusal | null {
    if (!this.#has(id)) return { code: 'unknownTask', taskId: id };
    if (!this.#dependencies(id).includes(dependency)) {
      return { code: 'notConnected', taskId: id, dependency };
    }
    return this.#cut(id, new Set([dependency]));
  }

  /** The field goes with its last entry. */
  #cut(id: string, gone: ReadonlySet<string>): PatchRefusal | null {
    const path = ['tasks', id, 'dependencies'];
    const { spots, isShared: isRepeated } = walkTo(this.#tree, path);
    const spot = spots[3];
    if (isRepeated || spot === undefined) return { code: 'shared', path };
    if (spot.node.kind !== 'list') return removeSpot(this.#editor, spots);
    const values = Array.isArray(spot.value) ? (spot.value as readonly JsonValue[]) : [];
    const isGone = (index: number) => {
      const value = values[index];
      return typeof value === 'string' && gone.has(value);
    };
    const removed = spot.node.entries.filter((_, index) => isGone(index));
    if (removed.length === spot.node.entries.length) return removeSpot(this.#editor, spots);
    const place = { node: spot.node, holder: spot.entry, depth: 3 };
    for (const entry of removed) this.#editor.remove(place, entry);
    return null;
  }

  #removeTasks(ids: readonly string[]): PatchRefusal | null {
    const gone = new Set(ids);
    for (const id of gone) if (!this.#has(id)) return { code: 'unknownTask', taskId: id };
    for (const id of gone) {
      const way = walkTo(this.#tree, ['tasks', id]);
      if (way.spots.length < 3) return { code: 'shared', path: ['tasks', id] };
      const refusal = removeSpot(this.#editor, way.spots);
      if (refusal !== null) return refusal;
    }
    const tasks = isJsonObject(this.#tasks) ? Object.keys(this.#tasks) : [];
    for (const id of tasks) {
      if (gone.has(id) || !this.#dependencies(id).some((each) => gone.has(each))) continue;
      const refusal = this.#cut(id, gone);
      if (refusal !== null) return refusal;
    }
    return this.#forgetPositions(gone);
  }

  #forgetPositions(gone: ReadonlySet<string>): PatchRefusal | null {
    const { spots, isShared: isRepeated } = walkTo(this.#tree, ['x-layout']);
    const spot = spots[1];
    if (spot?.node.kind !== 'map') return null;
    const { node } = spot;
    const removed = node.entries.filter(({ key }) => gone.has(String(key)));
    if (removed.length === 0) return null;
    if (isRepeated) return { code: 'shared', path: ['x-layout'] };
    if (removed.length === node.entries.length) return removeSpot(this.#editor, spots);
    for (const entry of removed) {
      this.#editor.remove({ node, holder: spot.entry, depth: 1 }, entry);
    }
    return null;
  }

  #place(positions: ReadonlyMap<string, Position> | null): PatchRefusal | null {
    if (positions === null) return setValue(this.#editor, ['x-layout'], undefined);
    for (const id of positions.keys()) {
      if (!this.#has(id)) return { code: 'unknownTask', taskId: id };
    }
    const { spots, isShared: isRepeated } = walkTo(this.#tree, ['x-layout']);
    const spot = spots[1];
    if (spot !== undefined && isRepeated) return { code: 'shared', path: ['x-layout'] };
    const before = isJsonObject(spot?.value) ? spot.value : {};
    if (spot?.node.kind === 'map' && spot.node.entries.length > 0) {
      return this.#placeEach(positions, before);
    }
    if (positions.size === 0) return null;
    const layout: Record<string, JsonValue> = {};
    for (const [id, position] of positions) setOwn(layout, id, [...position]);
    return setValue(this.#editor, ['x-layout'], layout);
  }

  #placeEach(positions: ReadonlyMap<string, Position>, before: JsonValue): PatchRefusal | null {
    for (const [id, position] of positions) {
      const old = isJsonObject(before) ? own(before, id) : undefined;
      if (isEqual(old, position)) continue;
      const refusal = setValue(this.#editor, ['x-layout', id], [...position]);
      if (refusal !== null) return refusal;
    }
    return null;
  }
}
