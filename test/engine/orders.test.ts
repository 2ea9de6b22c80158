import { describe, expect, test } from 'vitest';
import { toExecutionId, toOrderId, toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import { EngineEndedError } from '#engine/commit-queue.ts';
import type { Engine } from '#engine/engine.ts';
import { giveOrder } from '#engine/give-order.ts';
import { UnknownVersionError } from '#engine/order-taker.ts';
import type { StartOrder } from '#ports/inbox.ts';
import { Bench } from './harness.ts';

const gone = toVersionHash('gone');
const nothing = () => undefined;

async function anEngine(bench: Bench): Promise<Engine> {
  const observer = { issued: nothing, logged: nothing, covered: nothing, paused: nothing };
  const engine = bench.parts.createEngine({ ...observer, ended: nothing, setAside: nothing });
  await engine.open();
  return engine;
}

function toStart(versionHash = gone): StartOrder {
  const executionId = toExecutionId('run-1');
  const id = toOrderId('run-1');
  const workflowId = toWorkflowId('w');
  return { kind: 'start', id, at: 0, executionId, workflowId, versionHash, key: null, params: {} };
}

async function savedVersion(bench: Bench) {
  await bench.save({ a: { type: 'noop' } });
  const head = await bench.parts.store.workflows.get(toWorkflowId('w'));
  return head?.versionHash ?? gone;
}

describe('an order to start what cannot run', () => {
  test('is refused by the engine when the version is no longer there', async () => {
    const bench = new Bench();
    const engine = await anEngine(bench);

    await expect(engine.start(toStart())).rejects.toThrow(UnknownVersionError);
    expect(await bench.parts.store.executions.list()).toEqual([]);
    engine.close();
  });

  test('is refused when it goes through the inbox, and does not stay there', async () => {
    const bench = new Bench();
    const engine = await anEngine(bench);
    const { inbox } = bench.parts.store;
    const parts = { inbox, engine: () => engine, poke: nothing };

    await expect(giveOrder(parts, toStart(), false)).rejects.toThrow(UnknownVersionError);
    expect(await inbox.list()).toEqual([]);
    engine.close();
  });

  test('is not taken for given when the engine ends before it is written', async () => {
    const bench = new Bench();
    const versionHash = await savedVersion(bench);
    const engine = await anEngine(bench);

    const starting = engine.start(toStart(versionHash));
    engine.close();

    await expect(starting).rejects.toThrow(EngineEndedError);
    expect(await bench.parts.store.executions.list()).toEqual([]);
  });

  test('leaves what is taken with it as it is', async () => {
    const bench = new Bench();
    const versionHash = await savedVersion(bench);
    const engine = await anEngine(bench);
    const other = { ...toStart(), id: toOrderId('run-2'), executionId: toExecutionId('run-2') };
    await bench.parts.store.inbox.put(other);
    await bench.parts.store.inbox.put(toStart(versionHash));

    const taken = engine.takeOrders([other, toStart(versionHash)]);

    await expect(taken).rejects.toThrow(UnknownVersionError);
    expect(await bench.parts.store.executions.get(toExecutionId('run-1'))).not.toBeNull();
    expect(await bench.parts.store.inbox.list()).toEqual([]);
    engine.close();
  });
});
