import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toExecutionId, toWorkflowId } from '#core/shared/ids.ts';
import { StorageError, StoreGoneError } from '#ports/journal.ts';
import { StoreWorker } from './remote-store.ts';
import { created, ended, headOf, nothing, started, version } from './samples.ts';
import { describeStore } from './store-contract.ts';

const nameOf = () => `opfs-${String(Math.random()).slice(2)}`;

describeStore('IndexedDB with a safe copy', () => {
  const worker = new StoreWorker();
  const name = nameOf();
  let tabs = 0;
  return Promise.resolve({
    open: () => worker.open(name, `tab-${String((tabs += 1))}`),
    dispose: () => {
      worker.terminate();
      return Promise.resolve();
    },
  });
});

describe('a browser that drops its database', () => {
  let worker: StoreWorker;
  let name: string;
  beforeEach(() => {
    worker = new StoreWorker();
    name = nameOf();
  });
  afterEach(() => {
    worker.terminate();
  });

  test('loses no workflow and no run (PWA-03)', async () => {
    const store = await worker.open(name, 'before');
    await store.ownership.take();
    await store.workflows.save(headOf('w'), version, null);
    await store.safeCopy.drain();
    await store.settings.set('theme', 'dark');
    const runs = ['a', 'b', 'c'].map(toExecutionId);
    for (const executionId of runs) {
      const events = [created(), started(2), ended(3)];
      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events }],
        strict: true,
      });
      await store.journal.barrier();
    }
    store.close();
    await worker.wipe(name);

    const again = await worker.open(name, 'after');
    const owner = await again.ownership.take();

    expect(owner.healed).toMatchObject({
      wasWiped: true,
      workflows: 1,
      executions: 3,
      damaged: [],
    });
    for (const id of runs) {
      expect(await again.executions.readEvents(id, 0)).toEqual([created(), started(2), ended(3)]);
    }
    expect((await again.executions.list()).map(({ id, status }) => [id, status])).toEqual([
      ['a', 'completed'],
      ['b', 'completed'],
      ['c', 'completed'],
    ]);
    expect(await again.workflows.get(toWorkflowId('w'))).toEqual(headOf('w'));
    expect(await again.workflows.getVersion(version.hash)).toEqual(version);
    expect(await again.settings.get('theme')).toBe('dark');
  });

  test('lets no open tab write into what is gone, and says so (STO-10)', async () => {
    const store = await worker.open(name, 'open');
    await store.ownership.take();
    await worker.wipe(name);

    const commit = store.journal.commit({ ...nothing, strict: true });

    await expect(commit).rejects.toBeInstanceOf(StoreGoneError);
    await expect(store.workflows.save(headOf('w'), version, null)).rejects.toBeInstanceOf(
      StorageError,
    );
  });

  test('loses nothing either while another tab still holds the copy', async () => {
    const frozen = await worker.open(name, 'frozen');
    await frozen.ownership.take();
    const rows = [{ executionId: toExecutionId('a'), seq: 1, events: [created()] }];
    await frozen.journal.commit({ ...nothing, rows, strict: true });
    await frozen.journal.barrier();
    await worker.wipe(name);

    const thief = await worker.open(name, 'thief');
    const owner = await thief.ownership.take();

    expect(owner.healed?.executions).toBe(1);
    expect(await thief.executions.listLive()).toEqual(['a']);
  });
});
