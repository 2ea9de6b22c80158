import type { Position } from './copy/frames.ts';
import {
  withoutQueued,
  type Change,
  type Claim,
  type CopyTables,
  type QueueRow,
  type StoredJournalRow,
} from './copy/tables.ts';
import { attempt, connectionOf, type MillraceDatabase, type OwnerRow } from './database.ts';
import { refuseClaim, refuseOwner, writerVersion } from './fence.ts';
import { resultOf, transact } from './transaction.ts';

const everything = [
  'meta',
  'journal',
  'live',
  'executions',
  'states',
  'logs',
  'inbox',
  'workflows',
  'versions',
  'settings',
  'copyQueue',
  'damaged',
] as const;

const idsAtOnce = 500;

/** The safe copy's side of the database, in raw transactions and requests. */
export function createCopyTables(database: MillraceDatabase, tab: string): CopyTables {
  const connection = () => connectionOf(database);
  const reading = (name: string) => connection().transaction(name).objectStore(name);
  return {
    claim: (above) => attempt('write', 'the owner', () => claim(database, tab, above)),
    apply: (fence, change) =>
      transact(connection(), {
        stores: storesOf(change),
        strict: change.isStep !== true,
        record: 'what the safe copy holds',
        fence,
        needsStore: false,
        issue: (transaction) => {
          const epoch = fence?.epoch ?? 0;
          if (change.unlessQueued !== true) {
            applyChange(transaction, change, epoch);
            return;
          }
          const queue = transaction.objectStore('copyQueue').getAll() as IDBRequest<QueueRow[]>;
          queue.onsuccess = () => {
            applyChange(transaction, withoutQueued(change, queue.result), epoch);
          };
        },
        onOwner: (owner, transaction) => {
          const copied = change.copied ?? owner.copied;
          const slotEnd = change.slotEnd ?? owner.slotEnd;
          const found = change.found === undefined ? owner.found : change.found;
          const said = [change.copied, change.found, change.slotEnd ?? undefined];
          const isSaid = said.some((part) => part !== undefined);
          if (isSaid) transaction.objectStore('owner').put({ ...owner, copied, slotEnd, found });
        },
      }),
    readQueue: async (fence) => {
      const transaction = connection().transaction(['owner', 'copyQueue']);
      const owner = resultOf<OwnerRow | undefined>(transaction.objectStore('owner').get('owner'));
      const rows = resultOf<QueueRow[]>(transaction.objectStore('copyQueue').getAll());
      const refusal = refuseOwner(await owner, fence);
      if (refusal !== null) throw refusal;
      return rows;
    },
    rowsBeyond: (position, limit) => rowsBeyond(connection(), position, limit),
    keysOf: async (ids) => {
      const store = reading('journal');
      const ranges = rangesOf(ids).map((range) =>
        resultOf<[string, number][]>(store.getAllKeys(range)),
      );
      const wanted = new Set(ids);
      return (await Promise.all(ranges)).flat().filter(([id]) => wanted.has(id));
    },
    rowsOf: async (ids) => {
      const store = reading('journal');
      const rows = ids.map((id) => resultOf<StoredJournalRow[]>(store.getAll(rangeOf(id))));
      return (await Promise.all(rows)).flat();
    },
    damaged: () => resultOf(reading('damaged').getAll()),
    liveIds: async () => await resultOf<string[]>(reading('live').getAllKeys()),
    stateSeqs: async (ids) => {
      const store = reading('states');
      const states = ids.map((id) => resultOf<{ readonly seq: number } | undefined>(store.get(id)));
      const seqs = (await Promise.all(states)).map((state) => state?.seq ?? 0);
      return new Map(ids.map((id, index) => [id, seqs[index] ?? 0]));
    },
    orderIds: async () => await resultOf<string[]>(reading('inbox').index('[at+id]').getAllKeys()),
    heads: () => resultOf(reading('workflows').getAll()),
    versionHashes: async () => await resultOf<string[]>(reading('versions').getAllKeys()),
    version: async (hash) => (await database.versions.get(hash)) ?? null,
    settings: () => resultOf(reading('settings').getAll()),
  };
}

/** One strict transaction: it refuses, or this tab is the owner. */
async function claim(database: MillraceDatabase, tab: string, above: number): Promise<Claim> {
  return database.transaction('rw', database.meta, database.owner, async () => {
    const meta = await database.meta.get('store');
    const before = await database.owner.get('owner');
    const refusal = refuseClaim(meta, before);
    if (refusal !== null) throw refusal;
    const epoch = Math.max(before?.epoch ?? 0, above) + 1;
    const copied = before?.copied ?? { epoch: 0, commit: 0 };
    const slotEnd = before?.slotEnd ?? null;
    const found = before?.found ?? null;
    const kept = { copied, slotEnd, found };
    await database.owner.put({ key: 'owner', epoch, tab, code: writerVersion, ...kept });
    const storeId = meta?.storeId ?? null;
    return { epoch, tab, storeId, ...kept, before: before?.epoch ?? null };
  });
}

function storesOf(change: Change): string[] {
  if (change.clear === true) return [...everything];
  const stores: string[] = [];
  const add = (list: readonly unknown[] | undefined, ...names: string[]) => {
    if ((list?.length ?? 0) > 0) stores.push(...names);
  };
  add(change.rows, 'journal');
  add(change.damaged, 'journal', 'damaged');
  add(change.dropRows, 'journal');
  add(change.live, 'live');
  add(change.notLive, 'live');
  add(change.executions, 'executions');
  add(change.dropExecutions, 'executions', 'states');
  add(change.dropStates, 'states');
  add(change.dropOrders, 'inbox');
  add(change.heads, 'workflows');
  add(change.versions, 'versions');
  add(change.settings, 'settings');
  add(change.doneQueue, 'copyQueue');
  if (change.unlessQueued === true) stores.push('copyQueue');
  add(change.queueRemovals, 'copyQueue');
  if (change.queueDefinitions === true) {
    stores.push('workflows', 'versions', 'settings', 'copyQueue');
  }
  return stores;
}

function applyChange(transaction: IDBTransaction, change: Change, epoch: number): void {
  const put = (name: string, values: readonly unknown[] = []) => {
    for (const value of values) transaction.objectStore(name).put(value);
  };
  const drop = (name: string, keys: readonly IDBValidKey[] = []) => {
    for (const key of keys) transaction.objectStore(name).delete(key);
  };
  if (change.clear === true) for (const name of everything) transaction.objectStore(name).clear();
  const { damaged = [], dropRows = [], storeId } = change;
  put('damaged', damaged);
  drop(
    'journal',
    damaged.map(({ executionId, seq }) => [executionId, seq]),
  );
  drop(
    'journal',
    dropRows.map(([executionId, seq]) => [executionId, seq]),
  );
  put('journal', change.rows);
  put(
    'live',
    change.live?.map((executionId) => ({ executionId })),
  );
  drop('live', change.notLive);
  put('executions', change.executions);
  drop('executions', change.dropExecutions);
  drop('states', change.dropExecutions);
  drop('states', change.dropStates);
  drop('inbox', change.dropOrders);
  put('workflows', change.heads);
  put('versions', change.versions);
  put('settings', change.settings);
  drop('copyQueue', change.doneQueue);
  if (change.queueDefinitions === true) queueDefinitions(transaction, epoch);
  for (const record of change.queueRemovals ?? []) {
    transaction.objectStore('copyQueue').add({ epoch, record });
  }
  if (storeId !== undefined) put('meta', [{ key: 'store', storeId, minWriter: writerVersion }]);
}

function queueDefinitions(transaction: IDBTransaction, epoch: number): void {
  const queue = transaction.objectStore('copyQueue');
  const each = (name: string, toRecord: (value: never) => unknown) => {
    const cursor = transaction.objectStore(name).openCursor();
    cursor.onsuccess = () => {
      if (cursor.result === null) return;
      queue.add({ epoch, record: toRecord(cursor.result.value as never) });
      cursor.result.continue();
    };
  };
  each('versions', ({ hash }: { hash: string }) => ({ kind: 'version', hash }));
  each('workflows', (head) => ({ kind: 'head', head }));
  each('settings', (setting: object) => ({ kind: 'setting', ...setting }));
}

async function rowsBeyond(
  connection: IDBDatabase,
  { epoch, commit }: Position,
  limit: number,
): Promise<readonly StoredJournalRow[]> {
  const index = connection.transaction('journal').objectStore('journal').index('[epoch+commit]');
  const range = IDBKeyRange.lowerBound([epoch, commit], true);
  const rows = await resultOf<StoredJournalRow[]>(index.getAll(range, limit));
  const last = rows.at(-1);
  if (rows.length < limit || last === undefined) return rows;
  // The last transaction may reach beyond the limit: it comes whole.
  const again = connection.transaction('journal').objectStore('journal').index('[epoch+commit]');
  const whole = again.getAll(IDBKeyRange.only([last.epoch, last.commit]));
  const before = rows.filter((row) => row.epoch !== last.epoch || row.commit !== last.commit);
  return [...before, ...(await resultOf<StoredJournalRow[]>(whole))];
}

function rangeOf(executionId: string): IDBKeyRange {
  return IDBKeyRange.bound([executionId], [executionId, []]);
}

/** Few requests for many ids: each covers neighbours, and what lies between is filtered out. */
function rangesOf(ids: readonly string[]): IDBKeyRange[] {
  const sorted = ids.toSorted((a, b) => indexedDB.cmp(a, b));
  const ranges: IDBKeyRange[] = [];
  for (let at = 0; at < sorted.length; at += idsAtOnce) {
    const first = sorted[at];
    const last = sorted[Math.min(at + idsAtOnce, sorted.length) - 1];
    ranges.push(IDBKeyRange.bound([first], [last, []]));
  }
  return ranges;
}
