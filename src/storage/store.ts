import Dexie from 'dexie';
import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ExecutionStore } from '#ports/execution-store.ts';
import type { Inbox, Order } from '#ports/inbox.ts';
import { FencedError } from '#ports/journal.ts';
import type { Ownership } from '#ports/ownership.ts';
import type { Store } from '#ports/store.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { WorkflowStore } from '#ports/workflow-store.ts';
import { createFileArtifacts, createTableArtifacts } from './artifact-files.ts';
import { attempt, MillraceDatabase, writerVersion } from './database.ts';
import { createJournal, type Tenure } from './journal.ts';

export interface StoreOptions {
  readonly name: string;
  /** Which tab this is; a new one each time the page is loaded. */
  readonly tab: string;
  /** The epoch that the owner before this one said goodbye to; null when it said nothing. */
  readonly goodbye: number | null;
}

/**
 * Every store port on one IndexedDB database. It makes its own tables.
 * @throws StorageError when the browser lets no database be opened here.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = new MillraceDatabase(options.name);
  await attempt('open', 'the database', () => database.open());
  let tenure: Tenure | null = null;
  const root = await privateFiles();
  return {
    ownership: createOwnership(database, options, (taken) => {
      tenure = taken;
    }),
    journal: createJournal(
      () => database.backendDB(),
      () => tenure,
    ),
    executions: createExecutions(database),
    inbox: createInbox(database),
    workflows: createWorkflows(database),
    artifacts: root === null ? createTableArtifacts(database) : createFileArtifacts(root),
    close: () => {
      database.close();
    },
  };
}

/** Null where there is none, as in some private windows. */
async function privateFiles(): Promise<FileSystemDirectoryHandle | null> {
  if (!('FileSystemSyncAccessHandle' in globalThis)) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null;
  }
}

function createOwnership(
  database: MillraceDatabase,
  { tab, goodbye }: StoreOptions,
  onTaken: (tenure: Tenure) => void,
): Ownership {
  return {
    take: () =>
      attempt('write', 'the owner', () =>
        database.transaction('rw', database.meta, database.owner, async () => {
          const meta = await database.meta.get('store');
          if (meta === undefined) {
            const storeId = crypto.randomUUID();
            await database.meta.add({ key: 'store', storeId, minWriter: writerVersion });
          } else if (meta.minWriter > writerVersion) {
            throw new FencedError('A newer build writes here');
          }
          const before = await database.owner.get('owner');
          if (before !== undefined && before.code > writerVersion) {
            throw new FencedError('A newer build owns this store');
          }
          const epoch = (before?.epoch ?? 0) + 1;
          await database.owner.put({ key: 'owner', epoch, tab, code: writerVersion, copied: 0 });
          onTaken({ epoch, tab, commit: 0 });
          return { epoch, goodbye: before === undefined || goodbye === before.epoch };
        }),
      ),
  };
}

function createExecutions(database: MillraceDatabase): ExecutionStore {
  const { executions, journal, live, logs, states } = database;
  return {
    get: (id) => attempt('read', id, async () => (await executions.get(id)) ?? null),
    findByKey: (key) =>
      attempt('read', key, async () => (await executions.where('key').equals(key).first()) ?? null),
    list: (workflowId) =>
      attempt('read', 'the executions', () =>
        workflowId === undefined
          ? executions.orderBy('[createdAt+id]').toArray()
          : executions
              .where('[workflowId+createdAt+id]')
              .between(
                [workflowId, Dexie.minKey, Dexie.minKey],
                [workflowId, Dexie.maxKey, Dexie.maxKey],
              )
              .toArray(),
      ),
    listLive: () =>
      attempt('read', 'the live executions', async () =>
        (await live.toArray()).map((row) => row.executionId),
      ),
    readState: (id) => attempt('read', id, async () => (await states.get(id)) ?? null),
    readEvents: (id, afterSeq) =>
      attempt('read', id, async () => {
        const rows = await journal
          .where('[executionId+seq]')
          .between([id, Dexie.minKey], [id, Dexie.maxKey])
          .toArray();
        const events = rows.flatMap((row) => JSON.parse(row.body) as readonly ExecutionEvent[]);
        return events.filter((event) => event.seq > afterSeq);
      }),
    readLogs: (id, limit) =>
      attempt('read', id, async () => {
        const segments = await logs.where('executionId').equals(id).sortBy('n');
        const lines = segments.flatMap((one) => JSON.parse(one.body) as readonly LogLine[]);
        return lines.slice(-limit);
      }),
  };
}

function createInbox(database: MillraceDatabase): Inbox {
  return {
    put: (order) => attempt('write', order.id, () => addOnce(database.backendDB(), order)),
    list: () =>
      attempt('read', 'the inbox', async () =>
        (await database.inbox.orderBy('[at+id]').toArray()).map((row) => row.order),
      ),
  };
}

/** One request; a row with the same id stays as it is. */
function addOnce(connection: IDBDatabase, order: Order): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = connection.transaction(['inbox', 'meta'], 'readwrite', {
      durability: 'strict',
    });
    let refusal: unknown = null;
    const meta = transaction.objectStore('meta').get('store');
    meta.onsuccess = () => {
      if (meta.result !== undefined) return;
      refusal = new Error('the store is gone');
      transaction.abort();
    };
    const adding = transaction.objectStore('inbox').add({ id: order.id, at: order.at, order });
    adding.onerror = (event) => {
      // Known already: that is no failure of the transaction.
      if (adding.error?.name === 'ConstraintError') event.preventDefault();
    };
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(refusal ?? transaction.error);
    };
  });
}

/** All writers look: a database that was dropped under an open page must not be half made anew. */
async function requireStore(database: MillraceDatabase): Promise<void> {
  const meta = await database.meta.get('store');
  if (meta === undefined) throw new Error('the store is gone');
  if (meta.minWriter > writerVersion) throw new Error('a newer build writes here');
}

function createWorkflows(database: MillraceDatabase): WorkflowStore {
  const { workflows, versions } = database;
  return {
    list: () =>
      attempt('read', 'the workflows', async () =>
        (await workflows.toArray()).toSorted((a, b) =>
          a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
        ),
      ),
    get: (id) => attempt('read', id, async () => (await workflows.get(id)) ?? null),
    getVersion: (hash) => attempt('read', hash, async () => (await versions.get(hash)) ?? null),
    save: (head, version, expected) =>
      attempt('write', head.id, () =>
        database.transaction('rw', workflows, versions, database.meta, async () => {
          await requireStore(database);
          const known = await workflows.get(head.id);
          if ((known?.revision ?? null) !== expected) return false;
          await workflows.put(head);
          if ((await versions.get(version.hash)) === undefined) await versions.add(version);
          return true;
        }),
      ),
    remove: (id) =>
      attempt('write', id, () =>
        database.transaction('rw', workflows, database.meta, async () => {
          await requireStore(database);
          await workflows.delete(id);
        }),
      ),
  };
}
