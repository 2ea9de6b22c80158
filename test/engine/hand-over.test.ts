import { beforeEach, describe, expect, test } from 'vitest';
import { HandOver } from '#engine/hand-over.ts';
import { HandClock } from './hand-clock.ts';

let clock = new HandClock();
let told: string[] = [];
beforeEach(() => {
  clock = new HandClock();
  told = [];
});

/** An owner that was asked to hand over; it rests when the test says so. */
function begin() {
  let rest: () => void = () => undefined;
  const handOver = new HandOver({
    clock,
    engine: {
      comeToRest: (onRest) => {
        rest = onRest;
      },
      goOn: () => told.push('goes on'),
    },
    ask: () => told.push('asks'),
    give: () => told.push('gives'),
    lapsed: () => told.push('lapsed'),
  });
  return {
    handOver,
    rest: () => {
      rest();
    },
  };
}

/** As a waiter of a newer build does. */
async function wishFor(handOver: HandOver, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 2) {
    await clock.pass(2_000);
    handOver.wished();
  }
}

describe('a hand-over', () => {
  test('is granted to a wish that is heard when the engine rests, not before (1, 2)', async () => {
    const { handOver, rest } = begin();

    handOver.wished();
    await wishFor(handOver, 4);
    expect(told).toEqual([]);
    rest();
    handOver.wished();

    expect(told).toEqual(['asks', 'gives']);
    expect(clock.timers).toBe(0);
  });

  test('does not wait longer than ten seconds for the engine (1)', async () => {
    const { handOver } = begin();

    await wishFor(handOver, 8);
    expect(told).toEqual([]);
    await wishFor(handOver, 2);

    expect(told).toEqual(['asks', 'gives']);
  });

  test('lapses when the wish is not renewed, and the engine goes on (3)', async () => {
    const { handOver } = begin();
    await wishFor(handOver, 2);

    await clock.pass(6_000);

    expect(told).toEqual(['goes on', 'lapsed']);
    expect(clock.timers).toBe(0);
  });

  test('lapses when nobody answers that the wish still stands (2, 3)', async () => {
    const { handOver, rest } = begin();
    handOver.wished();
    rest();

    await clock.pass(6_000);
    handOver.wished();

    expect(told).toEqual(['asks', 'goes on', 'lapsed']);
  });

  test('takes the sleep of the machine for one beat (4)', async () => {
    const { handOver } = begin();
    handOver.wished();

    clock.sleep(8 * 3_600_000);
    await clock.pass(0);

    expect(told).toEqual([]);
  });

  test('tells a page that it may go, and goes on when the page stays', async () => {
    const { handOver, rest } = begin();
    const ready = handOver.ready().then(() => told.push('may go'));

    await clock.pass(8_000);
    expect(told).toEqual([]);
    rest();
    await ready;
    await clock.pass(6_000);

    expect(told).toEqual(['asks', 'may go', 'goes on', 'lapsed']);
  });

  test('tells a page after ten seconds that it may go in any case (1)', async () => {
    const ready = begin()
      .handOver.ready()
      .then(() => told.push('may go'));

    await clock.pass(10_000);
    await ready;

    expect(told).toEqual(['asks', 'may go']);
  });

  test('keeps no page waiting when it has ended otherwise', async () => {
    const { handOver, rest } = begin();
    const ready = handOver.ready();

    handOver.end();
    rest();
    await ready;
    await clock.pass(60_000);

    expect(told).toEqual([]);
    expect(clock.timers).toBe(0);
  });
});
