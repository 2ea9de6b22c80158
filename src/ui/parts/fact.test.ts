import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { textFor } from '#text/text.ts';
import { factOf } from './fact.ts';

const failed = {
  status: 'failed',
  cause: { code: 'taskFailed', taskId: toTaskId('total') },
  startedAt: 0,
  endedAt: 1_000,
} as const;

describe('the fact of a run that failed', () => {
  test('is the name of the task, as its workflow calls it', () => {
    expect(factOf({ ...failed, causeTaskName: 'Add up' }, textFor('en'))).toBe('at Add up');
  });

  test('is its id where a row of an older build has no name', () => {
    expect(factOf(failed, textFor('en'))).toBe('at total');
  });
});

test('the fact of a run that waits names its task too', () => {
  const cause = { code: 'needsFile', taskId: toTaskId('read') } as const;
  const waiting = { ...failed, status: 'waiting', cause, endedAt: null } as const;

  expect(factOf({ ...waiting, causeTaskName: 'Read rates' }, textFor('en'))).toBe(
    'Read rates: for a file',
  );
});
