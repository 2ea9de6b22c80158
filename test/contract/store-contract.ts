import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution } from '#core/execution/evolve.ts';
import { packExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import {
  toContentHash,
  toExecutionId,
  toOrderId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import { FencedError, type Commit } from '#ports/journal.ts';
import type { Order } from '#ports/inbox.ts';
import type { Store } from '#ports/store.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';

/** A disk that several connections can be opened on, one after the other or together. */
export interface Disk {
  open(): Promise<Store>;
  /** Closes what is open and removes the disk. */
  dispose(): Promise<void>;
}

const executionId = toExecutionId('run-1');
export const nothing: Commit = {
  rows: [],
  executions: [],
  states: [],
  logs: [],
  doneOrders: [],
  strict: false,
};

export function created(seq = 1): ExecutionEvent {
  return {
    type: 'executionCreated',
    seq,
    at: 1_000,
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:aa'),
    key: null,
    params: {},
    builtWith: { millrace: '0', handlers: {} },
    order: null,
  };
}
export function started(seq: number): ExecutionEvent {
  return {
    type: 'taskStarted',
    seq,
    at: 1_000,
    taskId: toTaskId('a'),
    attempt: 1,
    recovered: false,
  };
}
export function ended(seq: number): ExecutionEvent {
  return { type: 'executionEnded', seq, at: 1_000, status: 'completed' };
}
function rowOf(id: string, change: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    id: toExecutionId(id),
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:aa'),
    key: null,
    status: 'running',
    cause: null,
    createdAt: 1,
    startedAt: null,
    endedAt: null,
    counts: {
      pending: 0,
      running: 0,
      waiting: 0,
      succeeded: 0,
      reused: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    },
    ...change,
  };
}
export function headOf(id: string, change: Partial<WorkflowHead> = {}): WorkflowHead {
  return {
    id: toWorkflowId(id),
    name: id,
    description: '',
    taskCount: 0,
    versionHash: toVersionHash('sha256:aa'),
    createdAt: 1,
    updatedAt: 1,
    revision: 1,
    ...change,
  };
}
export const version: Version = {
  hash: toVersionHash('sha256:aa'),
  workflowId: toWorkflowId('w'),
  source: 'millrace: 1\n',
  format: 'yaml',
  createdAt: 1,
};
const order: Order = { kind: 'stop', id: toOrderId('o-1'), at: 1, executionId };

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
  });
}
