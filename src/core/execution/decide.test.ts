import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { noRetry } from '#core/workflow/model.ts';
import { causeOf } from './status.ts';
import { broken, one, Run, task, types } from './testing/rules-run.ts';

describe('a new execution', () => {
  test('has every task pending before the first starts (ENG-07)', () => {
    const run = new Run([task('a', []), task('b', ['a'])]);

    expect(types(run.events)).toEqual(['executionCreated', 'taskStarted a']);
    expect(run.task('b').state).toBe('pending');
  });

  test('without tasks completes at once (WF-11)', () => {
    expect(types(new Run([]).events)).toEqual(['executionCreated', 'executionEnded']);
  });

  test('starts ready tasks in definition order, up to the limit, each behind what it depends on (ENG-08, MOD-03)', () => {
    const run = new Run([
      task('seed', []),
      task('c', ['seed']),
      task('a', ['seed']),
      task('b', ['seed']),
    ]);
    run.free = 2;

    const events = run.report('seed', one);

    expect(types(events)).toEqual(['taskSucceeded seed', 'taskStarted c', 'taskStarted a']);
    expect(types(run.report('c', one))).toEqual(['taskSucceeded c', 'taskStarted b']);
  });
});

describe('a task whose dependency failed', () => {
  test('is skipped with its cause, and so is what depends on it; other branches go on (ENG-10, ENG-11)', () => {
    const run = new Run([task('a', []), task('b', ['a']), task('c', ['b']), task('x', [])]);

    const events = run.report('a', broken);

    expect(types(events)).toEqual(['taskFailed a', 'taskSkipped b', 'taskSkipped c']);
    expect(run.task('b').cause).toEqual({ code: 'upstreamFailed', taskId: 'a' });
    expect(run.task('c').cause).toEqual({ code: 'upstreamFailed', taskId: 'b' });
    expect(run.status).toBe('running');
    expect(types(run.report('x', one))).toEqual(['taskSucceeded x', 'executionEnded']);
    expect(run.status).toBe('failed');
    expect(causeOf(run.live.execution)).toEqual({ code: 'taskFailed', taskId: 'a' });
  });

  test('is not left pending by a dependency listed twice (WF-17)', () => {
    const run = new Run([task('a', []), task('b', ['a', 'a'])]);

    expect(types(run.report('a', one))).toEqual(['taskSucceeded a', 'taskStarted b']);
  });
});

describe('a task that fails', () => {
  const retryPolicy = {
    ...noRetry,
    maxRetries: 2,
    backoffSeconds: 3,
    backoffCoefficient: 2,
    jitter: 0.5,
  };

  test('is tried again after its backoff, without a slot while it waits (ENG-14, ENG-16)', () => {
    const run = new Run([task('a', [], { retryPolicy }), task('b', [])], 1);

    const events = run.report('a', broken);

    expect(types(events)).toEqual(['taskRetryScheduled a', 'taskStarted b']);
    expect(run.task('a').cause).toMatchObject({ code: 'backoff', wakeAt: 4_000 });
    run.report('b', one);
    expect(run.status).toBe('waiting');
    run.now = 4_000;
    const woken = run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'backoff' });
    expect(types(woken)).toEqual(['timerFired a', 'taskStarted a']);
    expect(run.task('a').attempts.map((attempt) => attempt.number)).toEqual([1, 2]);
  });

  test('waits for a delay that grows, is capped, and is drawn between its bounds', () => {
    const run = new Run([
      task('a', [], { retryPolicy: { ...retryPolicy, maxRetries: 9, maxBackoffSeconds: 5 } }),
    ]);
    run.context = { ...run.context, random: () => 1 };

    run.report('a', broken);

    expect(run.task('a').cause).toMatchObject({ wakeAt: 1_000 + 1_500 });
    run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'backoff' });
    run.report('a', broken);
    expect(run.task('a').cause).toMatchObject({ wakeAt: 1_000 + 2_500 });
  });

  test('fails with the last failure when no retry is left (ENG-15)', () => {
    const run = new Run([task('a', [], { retryPolicy: { ...noRetry, maxRetries: 1 } })]);
    run.report('a', broken);
    run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'backoff' });

    const events = run.report('a', broken);

    expect(types(events)).toEqual(['taskFailed a', 'executionEnded']);
  });

  test.each([
    [
      'its code is declared final',
      { ...noRetry, maxRetries: 3, nonRetryable: ['taskError'] },
      true,
    ],
    ['its handler says so', { ...noRetry, maxRetries: 3 }, false],
  ])('is not tried again when %s (ENG-15)', (_why, policy, retryable) => {
    const run = new Run([task('a', [], { retryPolicy: policy })]);

    const events = run.report('a', {
      kind: 'failed',
      failure: { code: 'taskError', message: '', retryable, details: null },
    });

    expect(types(events)).toEqual(['taskFailed a', 'executionEnded']);
  });

  test('fails at its total limit, also while it waits', () => {
    const run = new Run([
      task('a', [], {
        totalTimeoutSeconds: 10,
        retryPolicy: { ...noRetry, maxRetries: 9, backoffSeconds: 5 },
      }),
    ]);
    run.report('a', broken);

    const events = run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'total' });

    expect(types(events)).toEqual(['timerFired a', 'taskFailed a', 'executionEnded']);
    expect(run.task('a').cause).toMatchObject({ code: 'timeout' });
  });
});

describe('a report', () => {
  test('of an attempt that is not the live one changes nothing (ENG-19, I7)', () => {
    const run = new Run([task('a', [], { retryPolicy: { ...noRetry, maxRetries: 1 } })]);
    run.report('a', broken);
    run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'backoff' });

    expect(run.report('a', one, 1)).toEqual([]);
    expect(types(run.report('a', one, 2))).toEqual(['taskSucceeded a', 'executionEnded']);
    expect(run.report('a', one, 2)).toEqual([]);
  });

  test('of a handler that asks for time holds no slot, and ends when the time is over', () => {
    const run = new Run([task('a', []), task('b', [])], 1);

    const events = run.report('a', { kind: 'waits', seconds: 5 });

    expect(types(events)).toEqual(['taskWaiting a', 'taskStarted b']);
    const woken = run.give({ kind: 'timerDue', taskId: toTaskId('a'), timer: 'timer' });
    expect(types(woken)).toEqual(['timerFired a', 'taskSucceeded a']);
  });
});

describe('a stop', () => {
  test('cancels what has not started, waits for what runs, and lets nothing start (SCH-13, I14)', () => {
    const run = new Run([task('a', []), task('b', ['a'])]);

    expect(types(run.give({ kind: 'cancel', order: null }))).toEqual([
      'cancelRequested',
      'taskCancelled b',
    ]);
    expect(run.status).toBe('running');
    expect(causeOf(run.live.execution)).toEqual({ code: 'cancelling' });
    expect(types(run.report('a', one))).toEqual(['taskCancelled a', 'executionEnded']);
    expect(run.status).toBe('cancelled');
  });

  test('of what has ended, or a second one, changes nothing (SCH-14, SCH-15)', () => {
    const run = new Run([task('a', [])]);
    run.report('a', one);

    expect(run.give({ kind: 'cancel', order: null })).toEqual([]);
    expect(run.status).toBe('completed');
  });
});

test('a clock that goes backwards changes nothing', () => {
  const run = new Run([task('a', [])]);
  run.now = 0;

  const [event] = run.report('a', one);

  expect(event?.at).toBe(1_000);
});

test('a task that cannot run here waits and says what is missing (WF-19)', () => {
  const run = new Run([task('seed', []), task('a', ['seed'], { type: 'command' })]);
  run.context = {
    ...run.context,
    missing: ({ type }) => (type === 'command' ? { code: 'agent', type, what: 'agent' } : null),
  };

  run.report('seed', one);

  expect(run.task('a').cause).toEqual({ code: 'agent', type: 'command', what: 'agent' });
  expect(run.status).toBe('waiting');
});

test('chains of 100,000 tasks and fans of 10,000 are ordinary (MOD-01)', () => {
  const length = 100_000;
  const chain = Array.from({ length }, (_value, index) =>
    task(`t${String(index)}`, index === 0 ? [] : [`t${String(index - 1)}`]),
  );
  const run = new Run(chain);

  run.report('t0', broken);

  expect(run.live.execution.counts).toMatchObject({ failed: 1, skipped: length - 1 });
  const fan = new Run([
    task('seed', []),
    ...Array.from({ length: 10_000 }, (_value, index) => task(`f${String(index)}`, ['seed'])),
  ]);
  fan.free = 20_000;
  expect(fan.report('seed', one)).toHaveLength(10_001);
});
