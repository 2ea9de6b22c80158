import { afterEach, describe, expect, test } from 'vitest';
import type { Effect } from '#core/workflow/model.ts';
import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import type { Run } from '#ports/handler.ts';
import { Bench, runId, taskOf } from './harness.ts';

const held: HandlerDescriptor = {
  type: 'held',
  version: 1,
  schema: { properties: {}, required: [], open: false },
  literal: [],
  effect: 'pure',
  place: 'engine',
};

let bench: Bench;
afterEach(() => {
  bench.close();
});

/** A task of this effect is under way, and another comes behind it. */
async function underWay(effect: Effect) {
  const begun = Promise.withResolvers<undefined>();
  const letGo = Promise.withResolvers<undefined>();
  const run: Run = async () => {
    begun.resolve(undefined);
    await letGo.promise;
    return { kind: 'succeeded', output: 7 };
  };
  bench = await new Bench([{ descriptor: held, run }]).open();
  await bench.save({
    first: { type: 'held', effect },
    then: { type: 'noop', dependencies: ['first'] },
  });
  await bench.start();
  await begun.promise;
  return {
    end: () => {
      letGo.resolve(undefined);
    },
  };
}

/** Comes to rest. @returns what came before it, in the end. */
function restOf(): { readonly order: string[]; readonly rested: Promise<void> } {
  const order: string[] = [];
  const rested = new Promise<void>((resolve) => {
    bench.engine.comeToRest(() => {
      order.push('rested');
      resolve();
    });
  });
  return { order, rested };
}

describe('an engine that is to come to rest', () => {
  test('waits until the attempt of a once task has ended and is written', async () => {
    const { end } = await underWay('once');

    const { order, rested } = restOf();
    await bench.engine.barrier();
    order.push('ends');
    end();
    await rested;

    expect(order).toEqual(['ends', 'rested']);
    expect(taskOf(await bench.read(runId(1)), 'first')).toMatchObject({
      state: 'succeeded',
      output: { value: 7 },
    });
  });

  test.each(['pure', 'repeatable'] as const)(
    'does not wait for a %s task, which is run again',
    async (effect) => {
      await underWay(effect);

      await restOf().rested;

      expect(taskOf(await bench.read(runId(1)), 'first').state).toBe('running');
    },
  );

  test('begins nothing more, and goes on when it is told to', async () => {
    const { end } = await underWay('once');
    const { rested } = restOf();
    end();
    await rested;
    await bench.start();
    await bench.engine.barrier();

    const resting = [await bench.read(runId(1)), await bench.read(runId(2))];
    bench.engine.goOn();
    const ended = [await bench.endOf(runId(1)), await bench.endOf(runId(2))];

    expect(resting.map((run) => taskOf(run, 'then').state)).toEqual(['pending', 'pending']);
    expect(resting.slice(1).map((run) => taskOf(run, 'first').attempts)).toEqual([[]]);
    expect(ended.map((run) => run.ended)).toEqual(['completed', 'completed']);
  });

  test('does not rest any more when it was told to go on before', async () => {
    const { end } = await underWay('once');
    const { order } = restOf();

    bench.engine.goOn();
    end();
    await bench.endOf(runId(1));

    expect(order).toEqual([]);
  });
});
