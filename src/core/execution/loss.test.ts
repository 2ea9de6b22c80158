import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { broken, one, Run, task, types } from './testing/rules-run.ts';

describe('what ran when its owner was lost (REC-07)', () => {
  test.each(['pure', 'repeatable'] as const)(
    'runs again when it is %s, and spends no retry',
    (effect) => {
      const run = new Run([task('a', [], { effect })]);

      const events = run.give({ kind: 'ownerTaken', goodbye: false });

      expect(types(events)).toEqual(['taskRecovered a', 'taskStarted a']);
      expect(run.task('a').attempts.at(-1)).toMatchObject({ number: 2, recovered: true });
      expect(types(run.report('a', broken))).toEqual(['taskFailed a', 'executionEnded']);
    },
  );

  test('waits for a person when it may happen only once', () => {
    const run = new Run([task('a', [], { effect: 'once' })]);

    run.give({ kind: 'ownerTaken', goodbye: false });

    expect(run.task('a').cause).toMatchObject({ code: 'outcomeUnknown' });
    const answered = run.give({
      kind: 'answer',
      taskId: toTaskId('a'),
      answer: 'happened',
      order: null,
    });
    expect(types(answered)).toEqual(['taskAnswered a', 'taskSucceeded a', 'executionEnded']);
  });

  test('is tried again when the person says it did not happen', () => {
    const run = new Run([task('a', [], { effect: 'once' })]);
    run.give({ kind: 'ownerTaken', goodbye: false });

    const answered = run.give({
      kind: 'answer',
      taskId: toTaskId('a'),
      answer: 'didNotHappen',
      order: null,
    });

    expect(types(answered)).toEqual(['taskAnswered a', 'taskStarted a']);
  });

  test('is set aside after three ends without goodbye, and the rest goes on', () => {
    const run = new Run([task('a', []), task('b', [])]);
    run.report('b', one);
    for (let end = 0; end < 3; end += 1) run.give({ kind: 'ownerTaken', goodbye: false });

    expect(run.task('a').cause).toEqual({ code: 'quarantined', ends: 3 });
    expect(run.status).toBe('waiting');
    expect(
      run.give({ kind: 'answer', taskId: toTaskId('a'), answer: 'happened', order: null }),
    ).toEqual([]);
    expect(
      types(run.give({ kind: 'answer', taskId: toTaskId('a'), answer: 'skip', order: null })),
    ).toEqual(['taskAnswered a', 'taskSkipped a', 'executionEnded']);
  });

  test('does not count ends with goodbye', () => {
    const run = new Run([task('a', [])]);
    for (let end = 0; end < 5; end += 1) run.give({ kind: 'ownerTaken', goodbye: true });

    expect(run.task('a').state).toBe('running');
  });

  test('runs alone when the person says so, with nothing beside it', () => {
    const run = new Run([task('a', []), task('b', [])]);
    for (let end = 0; end < 3; end += 1) run.give({ kind: 'ownerTaken', goodbye: false });
    run.give({ kind: 'answer', taskId: toTaskId('b'), answer: 'skip', order: null });

    const events = run.give({
      kind: 'answer',
      taskId: toTaskId('a'),
      answer: 'runAlone',
      order: null,
    });

    expect(types(events)).toEqual(['taskAnswered a', 'taskStarted a']);
  });
});
