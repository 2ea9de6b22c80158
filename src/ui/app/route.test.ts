import { describe, expect, test } from 'vitest';
import { runHref, taskHref, toRoute, workflowHref } from './route.ts';

describe('an address', () => {
  test.each([
    ['', { kind: 'library' }],
    ['#/', { kind: 'library' }],
    ['#/workflows/delayed-flights', { kind: 'workflow', id: 'delayed-flights' }],
    ['#/runs', { kind: 'runs' }],
    ['#/settings', { kind: 'settings' }],
    ['#/conflicts', { kind: 'conflicts' }],
    ['#/conflicts/1', { kind: 'unknown' }],
    ['#/settings/more', { kind: 'unknown' }],
    ['#/runs/r-1', { kind: 'run', id: 'r-1', taskId: null }],
    ['#/runs/r-1/tasks/late', { kind: 'run', id: 'r-1', taskId: 'late' }],
    ['#/nope', { kind: 'unknown' }],
    ['#/workflows', { kind: 'unknown' }],
    ['#/workflows/a/versions', { kind: 'versions', id: 'a' }],
    ['#/workflows/a/more', { kind: 'unknown' }],
    ['#/preview/eJx-_1', { kind: 'preview', data: 'eJx-_1' }],
    ['#/preview/', { kind: 'unknown' }],
    ['#/runs/r-1/tasks', { kind: 'unknown' }],
    ['#/runs/r-1/tasks/a/b', { kind: 'unknown' }],
    ['#/workflows/%', { kind: 'unknown' }],
  ])('%s leads to its screen', (hash, route) => {
    expect(toRoute(hash)).toEqual(route);
  });

  test.each(['a/b', '名', '__proto__', '~x', '~0041', '%41', 'a b#?&', '..', '\ud800', 'x\udfff/'])(
    'holds the task id %j and gives it back',
    (id) => {
      expect(toRoute(taskHref('r-1', id))).toEqual({ kind: 'run', id: 'r-1', taskId: id });
      expect(toRoute(workflowHref(id))).toEqual({ kind: 'workflow', id });
      expect(toRoute(runHref(id))).toEqual({ kind: 'run', id, taskId: null });
    },
  );
});
