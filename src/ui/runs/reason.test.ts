import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import { noRetry } from '#core/workflow/model.ts';
import { english } from '#text/en/catalogue.ts';
import { aFailure, aWorkflow, Story } from '#ui/testing/samples.ts';
import { reasonOf } from './reason.ts';
import { lastSink, levelOf, rowsOf, settledCount } from './task-rows.ts';

const workflow = aWorkflow({
  id: 'w',
  tasks: {
    read: {},
    check: { needs: ['read'], retryPolicy: { ...noRetry, maxRetries: 4 } },
    send: { needs: ['check'] },
    file: { needs: ['send', 'check'] },
  },
});
const noon = new Date(2026, 10, 24, 12, 0).getTime();
const story = () => new Story('r', workflow, noon);

function reasonFor({ execution, at }: Story, id: string): string {
  const index = execution.plan.indexById.get(toTaskId(id)) ?? -1;
  return reasonOf({ execution, index, now: at, text: english });
}

describe('the reason of a task', () => {
  test('that is pending names what it needs, and only that', () => {
    expect(reasonFor(story(), 'read')).toBe('Ready. It waits for a free place.');
    expect(reasonFor(story(), 'file')).toBe('Needs send and check.');
    expect(
      reasonFor(
        story().started('read').succeeded('read').started('check').succeeded('check'),
        'file',
      ),
    ).toBe('Needs send.');
  });

  test('that runs says since when, and that it runs again after a crash', () => {
    expect(reasonFor(story().started('read'), 'read')).toBe('Since 12:00:00.');
    expect(reasonFor(story().started('read').started('read', 2, true), 'read')).toBe(
      'Runs again after the browser stopped, since 12:00:00.',
    );
  });

  test('that waits never says more than its whole length, however late the clock of the screen', () => {
    const told = story()
      .after(700)
      .started('read')
      .tell({
        type: 'taskWaiting',
        taskId: toTaskId('read'),
        attempt: 1,
        cause: { code: 'timer', wakeAt: noon + 700 + 600_000 },
      });
    const { execution } = told;
    const index = execution.plan.indexById.get(toTaskId('read')) ?? -1;
    const reasonAt = (now: number) => reasonOf({ execution, index, now, text: english });

    // Screens look at the clock once a second: this one looked before the wait began.
    expect(reasonAt(noon)).toBe('Waits 10 min, until 12:10:00.');
    expect(reasonAt(noon + 700)).toBe('Waits 10 min, until 12:10:00.');
    expect(reasonAt(noon + 1_701)).toBe('Waits 9 min 59 s, until 12:10:00.');
  });

  test('that waits says until when, and the number of the next attempt', () => {
    const told = story()
      .started('check')
      .tell({
        type: 'taskRetryScheduled',
        taskId: toTaskId('check'),
        attempt: 1,
        failure: aFailure(),
        wakeAt: noon + 5_200,
        recordedLogs: { lines: 0, dropped: 0 },
      });

    expect(reasonFor(told, 'check')).toBe('Waits 5 s, then attempt 2 of 5.');
    expect(reasonFor(told.after(6_000), 'check')).toBe(
      'Its time has come. It waits for a free place.',
    );
  });

  test('that waits for a file names the file, or the param that has none', () => {
    const cities = { $source: 'b1e0', bytes: 4, mediaType: 'text/csv', name: 'cities.csv' };
    const waiting = (params: JsonObject) =>
      reasonFor(
        new Story('r', workflow, noon, params).started('read').tell({
          type: 'taskWaiting',
          taskId: toTaskId('read'),
          attempt: 1,
          cause: { code: 'needsFile', name: 'table' },
        }),
        'read',
      );

    expect(waiting({ table: cities })).toBe(
      'Needs cities.csv, which cannot be read at the moment.',
    );
    expect(waiting({})).toBe('Needs a file for table: none was given.');
  });

  test('that was skipped says which task did not succeed', () => {
    const told = story()
      .started('check')
      .failed('check', aFailure())
      .skipped('send', 'check')
      .skipped('file', 'send');

    expect(reasonFor(told, 'send')).toBe('check failed, and this task needs all_success.');
    expect(reasonFor(told, 'file')).toBe('send was skipped, and this task needs all_success.');
  });

  test('that failed is what went wrong, or its code when there are no words', () => {
    expect(reasonFor(story().failed('read', aFailure({ message: 'No rows.' })), 'read')).toBe(
      'No rows.',
    );
    expect(
      reasonFor(story().failed('read', aFailure({ message: '', code: 'timeout' })), 'read'),
    ).toBe('timeout');
  });

  test('that succeeded is silent unless there is something to know', () => {
    expect(reasonFor(story().started('read').succeeded('read'), 'read')).toBe('');
    expect(
      reasonFor(story().started('read').started('read', 2, true).succeeded('read'), 'read'),
    ).toBe('Ran again after the browser stopped.');
  });
});

describe('a run', () => {
  test('makes only the rows that are drawn', () => {
    const rows = rowsOf(story().execution, { from: 1, to: 3 }, noon, english);

    expect(rows.map(({ id, index }) => [id, index])).toEqual([
      ['check', 1],
      ['send', 2],
    ]);
  });

  test('fills its channel with what ended, and with what came through when it failed', () => {
    const live = story()
      .started('read')
      .succeeded('read')
      .started('check')
      .failed('check', aFailure());

    expect(settledCount(live.execution)).toBe(2);
    expect(levelOf(live.execution)).toBe(0.5);
    expect(levelOf(live.ended('failed').execution)).toBe(0.25);
  });

  test('stands for its last task without dependants', () => {
    expect(lastSink(story().execution)).toBe(3);
  });
});
