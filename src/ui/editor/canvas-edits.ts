import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { AddedTask, Position } from '#core/workflow/patch/operation.ts';
import type { GraphEdits } from '#ui/graph/graph-contract.ts';
import type { Desk } from './desk.svelte.ts';
import { firstWith } from './first-with.ts';
import { freshId } from './fresh-id.ts';

interface Parts {
  readonly desk: Desk;
  readonly descriptors: Descriptors;
  readonly select: (ids: readonly string[]) => void;
  /** Leads to the form of a task. */
  readonly open: (id: string) => void;
}

/** What a person does on the canvas, as edits of the text. */
export function createEdits({ desk, descriptors, select, open }: Parts): GraphEdits {
  const types = [...descriptors.values()]
    .filter(({ place }) => typeof place === 'string')
    .map(({ type }) => ({ type, name: type }));
  const tasks = () => desk.outline?.tasks ?? [];
  return {
    types,
    add: (type, at, after) => {
      const id = freshId(type, tasks());
      const dependencies = after === null ? [] : [after];
      const task: AddedTask = { id, type, with: firstWith(type), dependencies };
      void add(desk, { task, after, position: at }).then((isAdded) => {
        if (isAdded) select([id]);
      });
    },
    connect: (id, dependency) => void desk.edit({ kind: 'connect', id, dependency }),
    disconnect: (id, dependency) => void desk.edit({ kind: 'disconnect', id, dependency }),
    remove: (ids) => void desk.edit({ kind: 'removeTasks', ids }),
    duplicate: (id) => {
      const newId = freshId(id, tasks());
      void desk.edit({ kind: 'duplicateTask', id, newId }).then((isDone) => {
        if (isDone) select([newId]);
      });
    },
    rename: (id) => {
      open(id);
    },
    place: (positions) => void desk.edit({ kind: 'place', positions }),
    undo: () => {
      desk.undo();
    },
    redo: () => {
      desk.redo();
    },
  };
}

interface Added {
  readonly task: AddedTask;
  readonly after: string | null;
  readonly position: Position | null;
}

/** A task that reads a file gets the param that a person gives the file for; both are one step. */
async function add(desk: Desk, { task, after, position }: Added): Promise<boolean> {
  const key = `add ${task.id}`;
  if (task.type !== 'files') return desk.edit({ kind: 'addTask', task, after, position }, key);
  const params = desk.outline?.params ?? [];
  const known = params.find(({ type }) => type === 'file')?.name;
  const param = known ?? freeName(params.map(({ name }) => name));
  if (known === undefined) {
    const value = { type: 'file', required: true };
    const path = ['params', param];
    if (!(await desk.edit({ kind: 'setValue', path, value }, key))) return false;
  }
  const reading = { ...task, with: { param, format: 'csv' } };
  return desk.edit({ kind: 'addTask', task: reading, after, position }, key);
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'file' : `file${String(number)}`;
    if (!taken.includes(name)) return name;
  }
}
