import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionEvent } from '#core/execution/events.ts';
import {
  toContentHash,
  toExecutionId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { Store } from '#ports/store.ts';
import {
  created,
  ended,
  executionId,
  headOf,
  nothing,
  rowOf,
  started,
  version,
  type Disk,
} from './samples.ts';

/** What every adapter promises of a backup (STO-14). */
export function describeBackup(name: string, createDisk: () => Promise<Disk>): void {
  describe(`a backup of the store in ${name}`, () => {
    let disk: Disk;
    let store: Store;
    let other: Disk;
    let target: Store;
    beforeEach(async () => {
      disk = await createDisk();
      store = await disk.open();
      other = await createDisk();
      target = await other.open();
      await target.ownership.take();
      await store.ownership.take();
      await fill(store);
    });
    afterEach(async () => {
      await disk.dispose();
      await other.dispose();
    });

    test('gives everything to an empty store, all hashes equal (STO-14)', async () => {
      const parts = await Array.fromAsync(store.backup.write());

      const result = await target.backup.restore(() => each(parts));

      expect(result).toEqual({
        kind: 'restored',
        workflows: 1,
        versions: 2,
        executions: 2,
        known: 0,
      });
      expect(await target.executions.readEvents(executionId, 0)).toEqual(withOutput);
      expect(await target.executions.list()).toEqual(await store.executions.list());
      expect(await target.executions.listLive()).toEqual(['live']);
      expect(await target.workflows.get(toWorkflowId('w'))).toEqual(headOf('w'));
      expect(await target.workflows.getVersion(version.hash)).toEqual(version);
      expect(await target.artifacts.get(bytesHash)).toEqual(bytes);
      expect(await target.settings.get('theme')).toBe('dark');
      expect(await store.settings.get('lastBackupAt')).toEqual(expect.any(Number));
      const again = await Array.fromAsync(target.backup.write());
      expect(again.at(-1)).toEqual(parts.at(-1));
    });

    test('changes nothing that is there already', async () => {
      const parts = await Array.fromAsync(store.backup.write());
      const mine = headOf('w', { name: 'mine', revision: 9 });
      await target.workflows.save(mine, version, null);
      await target.backup.restore(() => each(parts));

      const result = await target.backup.restore(() => each(parts));

      expect(result).toMatchObject({ workflows: 0, versions: 0, executions: 0, known: 3 });
      expect(await target.workflows.get(toWorkflowId('w'))).toEqual(mine);
      expect(await target.executions.readEvents(executionId, 0)).toEqual(withOutput);
    });

    test('refuses a file that is cut, changed or something else, with nothing written', async () => {
      const whole = join(await Array.fromAsync(store.backup.write()));
      const changed = whole.slice();
      changed[whole.length >> 1] = (changed[whole.length >> 1] ?? 0) ^ 1;
      const bad = [
        new Uint8Array(),
        whole.slice(0, -1),
        whole.slice(0, whole.length >> 1),
        whole.slice(0, whole.lastIndexOf(0x0a, -2) + 1),
        changed,
        new TextEncoder().encode('millrace: 1\n'),
        join([whole, whole]),
      ];

      for (const file of bad) {
        const result = await target.backup.restore(() => each([file]));
        expect(result.kind).toBe('notABackup');
      }
      expect(await target.executions.list()).toEqual([]);
      expect(await target.workflows.list()).toEqual([]);
    });

    test('is restored by an owner only', async () => {
      const parts = await Array.fromAsync(store.backup.write());

      const result = await (await other.open()).backup.restore(() => each(parts));

      expect(result).toEqual({ kind: 'notRestored', reason: 'notOwner' });
    });
  });
}

const bytes = new TextEncoder().encode(JSON.stringify('x'.repeat(100_000)));
const bytesHash = toContentHash(sha256(bytes));
const withOutput: readonly ExecutionEvent[] = [
  created(),
  started(2),
  {
    type: 'taskSucceeded',
    seq: 3,
    at: 1_000,
    taskId: toTaskId('a'),
    attempt: 1,
    output: { hash: bytesHash, bytes: bytes.length },
    recordedLogs: { lines: 0, dropped: 0 },
  },
  ended(4),
];

async function fill(store: Store): Promise<void> {
  const next = { ...version, hash: toVersionHash('sha256:bb'), source: 'x'.repeat(1_200_000) };
  await store.workflows.save(headOf('other'), next, null);
  await store.workflows.remove(toWorkflowId('other'));
  await store.workflows.save(headOf('w'), version, null);
  await store.settings.set('theme', 'dark');
  await store.artifacts.put(bytesHash, bytes);
  const live = toExecutionId('live');
  await store.journal.commit({
    ...nothing,
    rows: [
      { executionId, seq: 1, events: withOutput.slice(0, 2) },
      { executionId: live, seq: 1, events: [created()] },
    ],
    executions: [rowOf('run-1'), rowOf('live')],
  });
  await store.journal.commit({
    ...nothing,
    rows: [{ executionId, seq: 3, events: withOutput.slice(2) }],
    executions: [rowOf('run-1', { status: 'completed', endedAt: 9 })],
    strict: true,
  });
  await store.journal.barrier();
}

async function* each(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
