import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toExecutionId, toOrderId } from '#core/shared/ids.ts';
import type { Store } from '#ports/store.ts';
import { created, ended, executionId, nothing, rowOf, startOrder, type Disk } from './samples.ts';

/** What becomes of a run that a person deletes. */
export function describeRemoval(name: string, createDisk: () => Promise<Disk>): void {
  describe(`the store in ${name}`, () => {
    let disk: Disk;
    let store: Store;
    beforeEach(async () => {
      disk = await createDisk();
      store = await disk.open();
    });
    afterEach(() => disk.dispose());

    test('removes a run that has ended, with all that is kept of it (STO-13)', async () => {
      await store.ownership.take();
      const rows = [{ executionId, seq: 1, events: [created(), ended(2)] }];
      await store.journal.commit({ ...nothing, rows, executions: [rowOf('run-1')] });

      expect(await store.executions.remove(executionId)).toBe(true);

      expect(await store.executions.get(executionId)).toBeNull();
      expect(await store.executions.readEvents(executionId, 0)).toEqual([]);
      expect(await store.executions.list()).toEqual([]);
      expect(await store.executions.remove(executionId)).toBe(false);
    });

    test('removes the orders for it that wait with a run, and no other', async () => {
      await store.ownership.take();
      const rows = [{ executionId, seq: 1, events: [created(), ended(2)] }];
      await store.journal.commit({ ...nothing, rows, executions: [rowOf('run-1')] });
      const other = { ...startOrder, id: toOrderId('o-2'), executionId: toExecutionId('run-2') };
      await store.inbox.put(startOrder);
      await store.inbox.put(other);

      await store.executions.remove(executionId);

      expect(await store.inbox.list()).toEqual([other]);
    });

    test('takes no order again whose run was removed', async () => {
      await store.ownership.take();
      const begun = { ...created(), order: startOrder.id };
      const rows = [{ executionId, seq: 1, events: [begun, ended(2)] }];
      await store.journal.commit({ ...nothing, rows, executions: [rowOf('run-1')] });
      await store.executions.remove(executionId);

      await store.inbox.put(startOrder);

      expect(await store.inbox.list()).toEqual([]);
    });

    test('removes no run that is live', async () => {
      await store.ownership.take();
      const rows = [{ executionId, seq: 1, events: [created()] }];
      await store.journal.commit({ ...nothing, rows });

      await expect(store.executions.remove(executionId)).rejects.toThrow('it has not ended');

      expect(await store.executions.readEvents(executionId, 0)).toEqual([created()]);
    });
  });
}
