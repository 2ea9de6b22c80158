import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { aFailure, aWorkflow, Story } from '#ui/testing/samples.ts';
import { scaleOf, ticksOf, timelineOf } from './timeline.ts';

const pair = aWorkflow({ id: 'pair', tasks: { first: {}, second: { needs: ['first'] } } });
const kindsOf = (story: Story, now = story.at) =>
  timelineOf(story.execution, now, 60).map(({ id, segments }) => [
    id,
    ...segments.map(({ kind, from, to }) => `${kind} ${String(from)}-${String(to)}`),
  ]);
const recordedLogs = { lines: 0, dropped: 0 };

describe('a timeline', () => {
  test('shows queue and run of each task', () => {
    const story = new Story('r', pair, 0).after(10).started('first').after(30).succeeded('first');
    story.after(5).started('second').after(15);

    expect(kindsOf(story)).toEqual([
      ['first', 'queue 0-10', 'run 10-40'],
      ['second', 'queue 40-45', 'running 45-60'],
    ]);
  });

  test('shows failed attempts and the wait between them', () => {
    const story = new Story('r', pair, 0).started('first').after(20);
    story.tell({
      type: 'taskRetryScheduled',
      taskId: toTaskId('first'),
      attempt: 1,
      failure: aFailure(),
      wakeAt: 50,
      recordedLogs,
    });
    expect(kindsOf(story, 30)).toEqual([['first', 'failed 0-20', 'wait 20-30']]);

    story.after(30).started('first', 2).after(10).succeeded('first', 1, 2);

    expect(kindsOf(story)).toEqual([['first', 'failed 0-20', 'wait 20-50', 'run 50-60']]);
  });

  test('shows a task that waits for its time as waiting, before and after it is over', () => {
    const night = aWorkflow({ id: 'night', tasks: { first: { type: 'wait' } } });
    const story = new Story('r', night, 0).started('first');
    story.tell({
      type: 'taskWaiting',
      taskId: toTaskId('first'),
      attempt: 1,
      cause: { code: 'timer', wakeAt: 90 },
    });
    expect(kindsOf(story.after(30))).toEqual([['first', 'wait 0-30']]);

    story.after(60).succeeded('first');

    expect(kindsOf(story)).toEqual([['first', 'wait 0-90']]);
  });

  test('shows what a crash cut off, and no wait while the browser was gone', () => {
    const story = new Story('r', pair, 0).started('first').after(20);
    story.tell({ type: 'taskRecovered', taskId: toTaskId('first'), attempt: 1, goodbye: false });
    story.after(500).started('first', 2, true).after(10);

    expect(kindsOf(story)).toEqual([['first', 'interrupted 0-20', 'running 520-530']]);
  });
});

describe('the scale of a timeline', () => {
  const aRow = (from: number, to: number) => ({
    index: 0,
    id: 'a',
    name: 'a',
    segments: [{ kind: 'run', from, to } as const],
  });

  test('is even where something runs', () => {
    const scale = scaleOf([aRow(0, 100)], 0, 100);

    expect(scale.folds).toEqual([]);
    expect([0, 25, 100].map(scale.at)).toEqual([0, 0.25, 1]);
  });

  test('folds long times in which nothing runs, and stays in order', () => {
    const hour = 3_600_000;
    const scale = scaleOf([aRow(0, 60_000), aRow(hour, hour + 60_000)], 0, hour + 60_000);

    expect(scale.folds).toEqual([{ from: 60_000, to: hour }]);
    expect(scale.at(60_000)).toBeGreaterThan(0.45);
    expect(scale.at(hour) - scale.at(60_000)).toBeLessThan(0.1);
    expect(scale.at(hour + 60_000)).toBe(1);
  });

  test('folds the time in which the browser was gone, though the attempt spans it', () => {
    const night = 8 * 3_600_000;
    const cutOff = {
      ...aRow(0, 0),
      segments: [{ kind: 'interrupted', from: 0, to: night }],
    } as const;
    const scale = scaleOf([cutOff, aRow(night, night + 60_000)], 0, night + 60_000);

    expect(scale.folds).toEqual([{ from: 5_000, to: night }]);
    expect(scale.at(night)).toBeLessThan(0.2);
  });

  test('has a few round ticks, none in a fold', () => {
    const hour = 3_600_000;
    const rows = [aRow(0, 60_000), aRow(hour, hour + 60_000)];
    const ticks = ticksOf(scaleOf(rows, 0, hour + 60_000), {
      start: 0,
      end: hour + 60_000,
      ticksMax: 6,
    });

    expect(ticks).toEqual([0, 30_000, 60_000, hour + 30_000, hour + 60_000]);
    expect(
      ticksOf(scaleOf([aRow(0, 1_200)], 0, 1_200), { start: 0, end: 1_200, ticksMax: 6 }),
    ).toEqual([0, 200, 400, 600, 800, 1_000, 1_200]);
  });
});
