import { describe, expect, test } from 'vitest';
import { toOrderId, toWorkflowId } from '#core/shared/ids.ts';
import { openRealm } from '#engine/realm.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { createRuns } from '#handlers/runs.ts';
import { nodeClock } from '#node/adapters/clock.ts';
import type { EngineApi, WatchMessage } from '#ports/engine-api.ts';
import { StorageError, StorageFullError } from '#ports/journal.ts';
import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import type { Store } from '#ports/store.ts';
import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';

/** Waits pass a hundred times as fast. */
const fastClock = {
  ...nodeClock,
  after: (ms: number, callback: () => void) => nodeClock.after(ms / 100, callback),
};

/** Nobody else is there. */
const onlyLock: OwnerLock = {
  tryTake: () => Promise.resolve(aLock()),
  wait: () => new Promise(() => undefined),
  steal: () => Promise.resolve(aLock()),
};

function aLock(): HeldLock {
  return { lost: new Promise(() => undefined), release: () => undefined };
}

function open(store: Store, reported: string[] = [], isForgetful = false) {
  return openRealm({
    store,
    lock: onlyLock,
    channel: { post: () => undefined, listen: () => undefined },
    tab: 'tab',
    code: 1,
    whenGone: () => undefined,
    readExample: () => Promise.resolve(null),
    isForgetful: () => Promise.resolve(isForgetful),
    report: (what) => {
      reported.push(what);
    },
    clock: fastClock,
    random: Math.random,
    decodeUtf8: (bytes) => Buffer.from(bytes).toString('utf8'),
    descriptors,
    runs: createRuns(() => Promise.resolve(null)),
    isolates: null,
    concurrency: 8,
    version: 'test',
    askQuota: () => Promise.resolve({ usedBytes: null, quotaBytes: null, isPersistent: null }),
  });
}

/** Each throws, or does nothing; may be set anew at any time. */
interface Faults {
  commit: () => void;
  take: () => void;
}

function aFailingStore(faults: Faults): Store {
  const store = openMemoryStore(new MemoryDisk());
  return {
    ...store,
    ownership: {
      take: async () => {
        faults.take();
        return store.ownership.take();
      },
    },
    journal: {
      ...store.journal,
      commit: async (commit) => {
        faults.commit();
        await store.journal.commit(commit);
      },
    },
  };
}

/** Whenever lists change, until what is asked is so. */
async function until(api: EngineApi, isSo: () => Promise<boolean>): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const changed = { again: Promise.withResolvers<undefined>() };
  port1.onmessage = ({ data }: MessageEvent<WatchMessage>) => {
    if (data.kind === 'listsChanged') changed.again.resolve(undefined);
  };
  await api.watch({ kind: 'lists' }, port2);
  while (!(await isSo())) {
    await changed.again.promise;
    changed.again = Promise.withResolvers();
  }
  port1.close();
}

const workflow = JSON.stringify({
  millrace: 1,
  id: 'w',
  name: 'W',
  tasks: { a: { type: 'noop' }, b: { type: 'noop', dependencies: ['a'] } },
});

async function start(api: EngineApi): Promise<void> {
  await api.importWorkflow({ text: workflow, fileName: 'w.json', over: 'newVersion' });
  const order = toOrderId('run-1');
  await api.startExecution({ order, workflowId: toWorkflowId('w'), params: {} });
}

const broken = () => {
  throw new StorageError('write', 'the journal', new Error('Backend aborted error'));
};
const full = () => {
  throw new StorageFullError('There is no room left to open the database');
};
const fine = () => undefined;

async function hasCompleted(api: EngineApi): Promise<boolean> {
  const [run] = await api.listExecutions();
  return run?.status === 'completed';
}

async function isFull(api: EngineApi): Promise<boolean> {
  return (await api.notices()).some(({ kind }) => kind === 'diskFull');
}

describe('a database that cannot be written', () => {
  test('is taken over again when that has passed, and what ran goes on', async () => {
    const faults: Faults = { commit: fine, take: fine };
    const reported: string[] = [];
    const { api } = await open(aFailingStore(faults), reported);
    faults.commit = () => {
      faults.commit = fine;
      broken();
    };

    // What is cut off while it is asked lies in the inbox, and is taken with the store.
    await start(api).catch(() => undefined);
    await until(api, () => hasCompleted(api));

    expect(await api.owner()).toEqual({ isOwner: true, reason: null, mayOrder: true });
    expect(await isFull(api)).toBe(false);
    expect(reported).toEqual([]);
  });

  test('is said to be full while it is, and what ran goes on by itself', async () => {
    const faults: Faults = { commit: fine, take: fine };
    const { api } = await open(aFailingStore(faults));
    faults.commit = broken;
    faults.take = full;

    await start(api).catch(() => undefined);
    await until(api, () => isFull(api));
    Object.assign(faults, { commit: fine, take: fine });
    await until(api, () => hasCompleted(api));

    expect(await isFull(api)).toBe(false);
  });

  test('is said to be full by who has taken it over with the last of the room', async () => {
    const faults: Faults = { commit: fine, take: fine };
    const store = aFailingStore(faults);
    let isShort = true;
    const view = () => ({ kind: isShort ? 'full' : 'none' }) as const;
    const { api } = await open({ ...store, safeCopy: { ...store.safeCopy, view } });
    faults.commit = () => {
      faults.commit = fine;
      broken();
    };

    await start(api).catch(() => undefined);
    await until(api, () => isFull(api));
    isShort = false;
    await until(api, () => hasCompleted(api));

    await until(api, async () => !(await isFull(api)));
  });

  test('is given up when it stays so, and that is said', async () => {
    const faults: Faults = { commit: fine, take: fine };
    const reported: string[] = [];
    const { api } = await open(aFailingStore(faults), reported);
    Object.assign(faults, { commit: broken, take: broken });

    await start(api).catch(() => undefined);
    await until(api, async () => (await api.owner()).reason === 'storeGone');

    expect(reported).toEqual(['Taking over failed']);
  });
});

describe('a window without a safe copy', () => {
  test.each([
    [true, 'windowForgets'],
    [false, 'noSafeCopy'],
  ] as const)('that forgets: %s, says %s', async (isForgetful, kind) => {
    const { api } = await open(openMemoryStore(new MemoryDisk()), [], isForgetful);

    expect((await api.notices()).map((notice) => notice.kind)).toEqual([kind]);
  });
});
