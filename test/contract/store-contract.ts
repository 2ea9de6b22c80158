import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution } from '#core/execution/evolve.ts';
import { packExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import {
  toContentHash,
  toExecutionId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import { sha256 } from '#core/shared/sha256.ts';
import { FencedError } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { describeBackup } from './backup-contract.ts';
import { describeRemoval } from './removal-contract.ts';
import {
  created,
  ended,
  executionId,
  headOf,
  nothing,
  order,
  rowOf,
  started,
  version,
  type Disk,
} from './samples.ts';

/** What every adapter of the store ports promises (ARC-05). */
export function describeStore(name: string, createDisk: () => Promise<Disk>): void {
  describe(`the store in ${name}`, () => {
    let disk: Disk;
    let store: Store;
    beforeEach(async () => {
      disk = await createDisk();
      // A store is created by its first owner; everything else is done on one that is there.
      await (await disk.open()).ownership.take();
      store = await disk.open();
    });
    afterEach(async () => {
      await disk.dispose();
    });

    test('gives each owner a higher epoch than the one before', async () => {
      const first = await store.ownership.take();
      const second = await (await disk.open()).ownership.take();

      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    test('refuses the transaction of a former owner and keeps nothing of it', async () => {
      await store.ownership.take();
      const other = await disk.open();
      await other.ownership.take();

      const commit = store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events: [created()] }],
        executions: [rowOf('run-1')],
      });

      await expect(commit).rejects.toBeInstanceOf(FencedError);
      expect(await other.executions.readEvents(executionId, 0)).toEqual([]);
      expect(await other.executions.get(executionId)).toBeNull();
    });

    test('refuses the transaction of a connection that never took ownership', async () => {
      await expect(store.journal.commit(nothing)).rejects.toBeInstanceOf(FencedError);
    });

    test('keeps events in order and gives those behind a number', async () => {
      await store.ownership.take();
      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events: [created(), started(2)] }],
      });
      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 3, events: [ended(3)] }],
      });

      const again = await disk.open();
      expect(await again.executions.readEvents(executionId, 0)).toEqual([
        created(),
        started(2),
        ended(3),
      ]);
      expect(await again.executions.readEvents(executionId, 1)).toEqual([started(2), ended(3)]);
      expect(await again.executions.readEvents(toExecutionId('other'), 0)).toEqual([]);
    });

    test('refuses to write a number of an execution twice, and keeps the first', async () => {
      await store.ownership.take();
      const rows = [{ executionId, seq: 1, events: [created()] }];
      await store.journal.commit({ ...nothing, rows });

      const again = store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events: [ended(1)] }],
        executions: [rowOf('run-1')],
      });

      await expect(again).rejects.toThrow();
      expect(await store.executions.readEvents(executionId, 0)).toEqual([created()]);
      expect(await store.executions.get(executionId)).toBeNull();
    });

    test('names an execution live until its end is in the journal', async () => {
      await store.ownership.take();
      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events: [created()] }],
      });
      expect(await store.executions.listLive()).toEqual([executionId]);

      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 2, events: [ended(2)] }],
      });

      expect(await store.executions.listLive()).toEqual([]);
    });

    test('names nothing live of an execution that ended in the transaction it began in', async () => {
      await store.ownership.take();

      await store.journal.commit({
        ...nothing,
        rows: [{ executionId, seq: 1, events: [created(), ended(2)] }],
      });

      expect(await store.executions.listLive()).toEqual([]);
    });

    test('lists executions earliest first, ties by id, of one workflow or of all (STO-09)', async () => {
      await store.ownership.take();
      const executions = [
        rowOf('c', { createdAt: 2 }),
        rowOf('b', { createdAt: 2 }),
        rowOf('z', { createdAt: 1 }),
        rowOf('a', { createdAt: 3, workflowId: toWorkflowId('other') }),
      ];
      await store.journal.commit({ ...nothing, executions });

      const ids = (await store.executions.list()).map((row) => row.id);
      const own = (await store.executions.list(toWorkflowId('w'))).map((row) => row.id);

      expect(ids).toEqual(['z', 'b', 'c', 'a']);
      expect(own).toEqual(['z', 'b', 'c']);
      expect(await store.executions.list(toWorkflowId('unknown'))).toEqual([]);
    });

    test('replaces an execution row whole and gives an equal one (STO-04, STO-05)', async () => {
      await store.ownership.take();
      await store.journal.commit({ ...nothing, executions: [rowOf('run-1', { key: 'k' })] });
      const next = rowOf('run-1', { status: 'completed', endedAt: 9, key: 'k' });
      await store.journal.commit({ ...nothing, executions: [next] });

      expect(await store.executions.get(executionId)).toEqual(next);
      expect(await store.executions.findByKey('k')).toEqual(next);
      expect(await store.executions.get(toExecutionId('unknown'))).toBeNull();
      expect(await store.executions.findByKey('unknown')).toBeNull();
    });

    test('gives back the last packed state', async () => {
      await store.ownership.take();
      const workflow = {
        id: toWorkflowId('w'),
        name: 'W',
        description: '',
        params: new Map(),
        tasks: new Map(),
        metadata: new Map(),
        createdAt: undefined,
        updatedAt: undefined,
        extra: new Map(),
      };
      const state = packExecution(emptyExecution(executionId, toPlan(workflow)));
      await store.journal.commit({ ...nothing, states: [state] });

      expect(await store.executions.readState(executionId)).toEqual(state);
      expect(await store.executions.readState(toExecutionId('unknown'))).toBeNull();
    });

    test('keeps log lines in order of arrival and gives the newest', async () => {
      await store.ownership.take();
      const lines = [1, 2, 3].map((time) => ({
        time,
        level: 'info' as const,
        taskId: toTaskId('a'),
        attempt: 1,
        message: String(time),
      }));
      await store.journal.commit({ ...nothing, logs: [{ executionId, lines: lines.slice(0, 2) }] });
      await store.journal.commit({ ...nothing, logs: [{ executionId, lines: lines.slice(2) }] });

      expect(await store.executions.readLogs(executionId, 2)).toEqual(lines.slice(1));
    });

    test('takes an order once, however often it is put, and drops it with its answer', async () => {
      await store.ownership.take();
      await store.inbox.put(order);
      await store.inbox.put({ ...order, at: 2 });
      expect(await store.inbox.list()).toEqual([order]);

      await store.journal.commit({ ...nothing, doneOrders: [order.id] });

      expect(await store.inbox.list()).toEqual([]);
    });

    test('saves a workflow only over the revision that was read', async () => {
      expect(await store.workflows.save(headOf('w'), version, null)).toBe(true);
      expect(await store.workflows.save(headOf('w', { name: 'late' }), version, null)).toBe(false);
      expect(await store.workflows.save(headOf('w', { revision: 2 }), version, 1)).toBe(true);

      expect(await store.workflows.get(toWorkflowId('w'))).toEqual(headOf('w', { revision: 2 }));
      expect(await store.workflows.getVersion(version.hash)).toEqual(version);
    });

    test('keeps the versions of a workflow that was removed (STO-07, STO-08)', async () => {
      await store.workflows.save(headOf('w'), version, null);

      await store.workflows.remove(toWorkflowId('w'));

      expect(await store.workflows.get(toWorkflowId('w'))).toBeNull();
      expect(await store.workflows.list()).toEqual([]);
      expect(await store.workflows.getVersion(version.hash)).toEqual(version);
    });

    test.each(['../x', '__proto__', 'a/b\\c', '名', ' ', "'; DROP TABLE journal; --"])(
      'takes the id %j as data (STO-11)',
      async (id) => {
        await store.workflows.save(headOf(id), version, null);
        await store.workflows.save(headOf('other'), version, null);

        expect(await store.workflows.get(toWorkflowId(id))).toEqual(headOf(id));
        expect((await store.workflows.list()).map((head) => head.id).toSorted()).toEqual(
          [id, 'other'].toSorted(),
        );
      },
    );

    test('keeps bytes by their hash', async () => {
      const bytes = new Uint8Array([0, 255, 7]);
      const hash = toContentHash(sha256(bytes));
      await store.artifacts.put(hash, bytes);

      expect(await (await disk.open()).artifacts.get(hash)).toEqual(bytes);
      expect(await store.artifacts.get(toContentHash('sha256:cc'))).toBeNull();
    });

    test('keeps values exactly, odd keys and odd text included', async () => {
      await store.ownership.take();
      const value = JSON.parse('{"__proto__":[1.5e-7,"\\ud800",{"":null}],"名":true}') as never;
      const event: ExecutionEvent = {
        type: 'taskSucceeded',
        seq: 1,
        at: 1,
        taskId: toTaskId('__proto__'),
        attempt: 1,
        output: { hash: toContentHash('sha256:dd'), value },
        recordedLogs: { lines: 0, dropped: 0 },
      };
      await store.journal.commit({ ...nothing, rows: [{ executionId, seq: 1, events: [event] }] });

      const [read] = await (await disk.open()).executions.readEvents(executionId, 0);

      expect(JSON.stringify(read)).toBe(JSON.stringify(event));
    });

    test('takes a removed workflow back under its next revision', async () => {
      await store.workflows.save(headOf('w', { revision: 4 }), version, null);
      await store.workflows.remove(toWorkflowId('w'));
      const back = headOf('w', { revision: 5 });

      expect(await store.workflows.save(back, version, null)).toBe(true);

      expect(await store.workflows.get(toWorkflowId('w'))).toEqual(back);
    });

    test('keeps settings by their key', async () => {
      await store.settings.set('theme', { name: 'dark' });
      await store.settings.set('theme', ['light']);

      expect(await (await disk.open()).settings.get('theme')).toEqual(['light']);
      expect(await store.settings.get('unknown')).toBeNull();
    });

    test('lists the versions of one workflow, oldest first, without their text', async () => {
      const hash = toVersionHash(`sha256:${'2'.repeat(64)}`);
      const second = { ...version, hash, number: 2, createdAt: version.createdAt + 1 };
      await store.workflows.save(headOf('w'), version, null);
      await store.workflows.save({ ...headOf('w'), revision: 2 }, second, 1);

      const list = await store.workflows.listVersions(version.workflowId);
      expect(list.map((row) => row.hash)).toEqual([version.hash, hash]);
      expect(list[1]).not.toHaveProperty('source');
      expect(await store.workflows.listVersions(toWorkflowId('other'))).toEqual([]);
    });

    test('changes a head alone only over the revision that was read', async () => {
      await store.workflows.save(headOf('w'), version, null);
      const edited = { name: 'New', taskCount: 3 };
      const next = { ...headOf('w'), edited, revision: 2 };

      expect(await store.workflows.saveHead(next, 1)).toBe(true);
      expect(await store.workflows.saveHead({ ...next, revision: 3 }, 1)).toBe(false);
      expect(await store.workflows.get(next.id)).toEqual(next);
    });

    test('keeps a draft with its steps, and saves only over the revision that was read', async () => {
      const id = toWorkflowId('w');
      const draftOf = (text: string, revision: number, position: number) =>
        ({ workflowId: id, text, format: 'yaml', revision, position }) as const;
      const stepOf = (n: number, insert: string) => ({
        n,
        changes: [{ from: n, to: n, insert }],
        inverse: [{ from: n, to: n + insert.length, insert: '' }],
      });
      const all = { stepsFrom: 0, forgetBelow: 0 };
      const steps = [stepOf(0, 'a'), stepOf(1, 'b'), stepOf(2, 'c')];
      expect(await store.drafts.save({ ...all, draft: draftOf('abc', 1, 3), steps }, null)).toBe(
        true,
      );
      expect(await store.drafts.save({ ...all, draft: draftOf('x', 1, 0), steps: [] }, null)).toBe(
        false,
      );
      const change = { stepsFrom: 2, forgetBelow: 1, steps: [stepOf(2, 'd')] };
      const half = { '["tasks","a"]': { text: 'fet', over: ['a'] } };
      const draft = { ...draftOf('abd', 2, 3), half };
      expect(await store.drafts.save({ ...change, draft }, 1)).toBe(true);

      const again = await disk.open();
      expect(await again.drafts.get(id)).toEqual(draft);
      expect(await again.drafts.steps(id)).toEqual([stepOf(1, 'b'), stepOf(2, 'd')]);
      await again.drafts.remove(id);
      expect(await store.drafts.get(id)).toBeNull();
      expect(await store.drafts.steps(id)).toEqual([]);
    });

    test('drains its copy queue only for the owner, or has none', async () => {
      await store.ownership.take();
      await store.workflows.save(headOf('w'), version, null);

      await store.safeCopy.drain();

      expect(['ok', 'none']).toContain(store.safeCopy.view().kind);
    });
  });

  describeRemoval(name, createDisk);
  describeBackup(name, createDisk);
}
