import { describe, expect, test } from 'vitest';
import { toTaskId, toWorkflowId } from '#core/shared/ids.ts';
import {
  addTask,
  changeTask,
  changeWorkflow,
  connect,
  createTask,
  createWorkflow,
  disconnect,
  removeTask,
  renameTask,
  setMetadata,
  setParam,
  setTaskMetadata,
} from './edit.ts';
import type { EditResult } from './edit.ts';
import type { Workflow } from './model.ts';
import { writeJson } from './write.ts';

const [a, b, c, x] = ['a', 'b', 'c', 'x'].map(toTaskId) as [never, never, never, never];
const later = { now: 2_000 };

function anEmptyWorkflow(): Workflow {
  return createWorkflow({ id: toWorkflowId('w'), name: 'W', description: 'D', now: 1_000 });
}

/** a ← b ← c */
function aChain(): Workflow {
  const tasks = new Map([
    [a, createTask({ id: a, type: 'step' })],
    [b, createTask({ id: b, type: 'step', dependencies: [a] })],
    [c, createTask({ id: c, type: 'step', dependencies: [b] })],
  ]);
  return { ...anEmptyWorkflow(), tasks };
}

function done(result: EditResult): Workflow {
  if (!result.ok) throw new Error(result.problem.code);
  return result.value;
}

describe('a new workflow (WF-10)', () => {
  test('has no tasks and no metadata, and was made and changed now', () => {
    expect(anEmptyWorkflow()).toMatchObject({
      id: 'w',
      name: 'W',
      description: 'D',
      tasks: new Map(),
      metadata: new Map(),
      createdAt: 1_000,
      updatedAt: 1_000,
    });
  });
});

describe('an accepted edit (WF-14, ARC-01)', () => {
  test.each([
    [
      'adding a task',
      addTask(aChain(), createTask({ id: x, type: 'step', dependencies: [c] }), later),
    ],
    ['changing a task', changeTask(aChain(), { id: b, change: { name: 'B' } }, later)],
    ['removing a task', removeTask(aChain(), b, later)],
    ['renaming a task', renameTask(aChain(), { id: a, newId: x }, later)],
    ['connecting', connect(aChain(), { id: c, dependency: a }, later)],
    ['disconnecting', disconnect(aChain(), { id: c, dependency: b }, later)],
    ['task metadata', setTaskMetadata(aChain(), { id: a, key: 'k', value: 'v' }, later)],
  ])('of %s sets updatedAt and leaves createdAt', (_name, result) => {
    expect(done(result)).toMatchObject({ createdAt: 1_000, updatedAt: 2_000 });
  });

  test('removes a task from the dependencies of others', () => {
    const { tasks } = done(removeTask(aChain(), b, later));

    expect([...tasks.keys()]).toEqual([a, c]);
    expect(tasks.get(c)?.dependencies).toEqual([]);
  });

  test('renames a task in its place and where others name it', () => {
    const { tasks } = done(renameTask(aChain(), { id: a, newId: x }, later));

    expect([...tasks.keys()]).toEqual([x, b, c]);
    expect(tasks.get(x)?.name).toBe('x');
    expect(tasks.get(b)?.dependencies).toEqual([x]);
  });

  test('sets and removes metadata and params', () => {
    const withKey = setMetadata(aChain(), { key: '__proto__', value: 'v' }, later);
    const without = setMetadata(withKey, { key: '__proto__', value: undefined }, later);

    expect([...withKey.metadata]).toEqual([['__proto__', 'v']]);
    expect([...without.metadata]).toEqual([]);
    expect(setParam(aChain(), { name: 'n', param: undefined }, later).params.size).toBe(0);
    expect(changeWorkflow(aChain(), { name: 'V' }, later)).toMatchObject({
      name: 'V',
      updatedAt: 2_000,
    });
  });

  test('connects once what is connected already', () => {
    expect(
      done(connect(aChain(), { id: b, dependency: a }, later)).tasks.get(b)?.dependencies,
    ).toEqual([a]);
  });
});

describe('a refused edit', () => {
  test.each([
    [
      'an unknown dependency (WF-12)',
      (workflow: Workflow) =>
        addTask(
          workflow,
          createTask({ id: x, type: 'step', dependencies: [toTaskId('y')] }),
          later,
        ),
      { code: 'unknownDependency', taskId: 'x', dependency: 'y' },
    ],
    [
      'a taken id (WF-13)',
      (workflow: Workflow) => addTask(workflow, createTask({ id: a, type: 'step' }), later),
      { code: 'taskExists', taskId: 'a' },
    ],
    [
      'an empty id',
      (workflow: Workflow) =>
        addTask(workflow, createTask({ id: toTaskId(''), type: 'step' }), later),
      { code: 'emptyId' },
    ],
    [
      'a cycle',
      (workflow: Workflow) => connect(workflow, { id: a, dependency: c }, later),
      { code: 'cycle', taskId: 'a', dependency: 'c' },
    ],
    [
      'a task that depends on itself',
      (workflow: Workflow) => connect(workflow, { id: a, dependency: a }, later),
      { code: 'cycle', taskId: 'a', dependency: 'a' },
    ],
    [
      'a cycle by a change',
      (workflow: Workflow) => changeTask(workflow, { id: a, change: { dependencies: [c] } }, later),
      { code: 'cycle', taskId: 'a', dependency: 'c' },
    ],
    [
      'an unknown task',
      (workflow: Workflow) => removeTask(workflow, x, later),
      { code: 'unknownTask', taskId: 'x' },
    ],
    [
      'a connection that is none',
      (workflow: Workflow) => disconnect(workflow, { id: c, dependency: a }, later),
      { code: 'notConnected', taskId: 'c', dependency: 'a' },
    ],
  ])('for %s names task and dependency and changes nothing (WF-14)', (_name, edit, problem) => {
    const workflow = aChain();
    const before = writeJson(workflow);

    expect(edit(workflow)).toEqual({ ok: false, problem });
    expect(writeJson(workflow)).toBe(before);
  });
});
