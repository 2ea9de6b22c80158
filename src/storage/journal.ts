import {
  FencedError,
  StorageError,
  type Commit,
  type Journal,
  type JournalRow,
} from '#ports/journal.ts';
import { toStorageError, writerVersion, type MetaRow, type OwnerRow } from './database.ts';

/** The owner that this connection has become; null before. */
export interface Tenure {
  epoch: number;
  readonly tab: string;
  /** Number of its last transaction. */
  commit: number;
}

/**
 * Raw transactions on Dexie's connection: Dexie fixes the durability per instance and costs a third
 * more. Each reads the owner and the meta row and aborts, whole, when they are not as they must be.
 */
export function createJournal(connection: () => IDBDatabase, tenure: () => Tenure | null): Journal {
  return {
    commit: async (commit) => {
      const own = tenure();
      if (own === null) throw new FencedError('This page does not own the journal');
      own.commit += 1;
      await writeCommit(connection(), commit, { ...own });
    },
    // Everything is in a strict transaction by now; the safe copy will be written here.
    barrier: () => Promise.resolve(),
  };
}

function writeCommit(database: IDBDatabase, commit: Commit, own: Tenure): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(storesOf(commit), 'readwrite', {
      durability: commit.strict ? 'strict' : 'default',
    });
    let refusal: Error | null = null;
    const refuse = (error: Error) => {
      refusal ??= error;
      transaction.abort();
    };
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(refusal ?? toStorageError('write', 'the journal', transaction.error));
    };
    checkFence(transaction, own, refuse);
    putAll(transaction, commit, own);
  });
}

/** Reads and writes are issued together; the abort comes from the callback of a read. */
function checkFence(
  transaction: IDBTransaction,
  own: Tenure,
  refuse: (error: Error) => void,
): void {
  const owner = transaction.objectStore('owner').get('owner') as IDBRequest<OwnerRow | undefined>;
  owner.onsuccess = () => {
    const isOurs = owner.result?.epoch === own.epoch && owner.result.tab === own.tab;
    if (!isOurs) refuse(new FencedError('Another tab has taken over'));
  };
  const meta = transaction.objectStore('meta').get('store') as IDBRequest<MetaRow | undefined>;
  meta.onsuccess = () => {
    if (meta.result === undefined) {
      refuse(new StorageError('write', 'the journal', new Error('the store is gone')));
    } else if (meta.result.minWriter > writerVersion) {
      refuse(new FencedError('A newer build writes here'));
    }
  };
}

function storesOf(commit: Commit): string[] {
  const stores = ['owner', 'meta'];
  if (commit.rows.length > 0) stores.push('journal', 'live');
  if (commit.executions.length > 0) stores.push('executions');
  if (commit.states.length > 0) stores.push('states');
  if (commit.logs.length > 0) stores.push('logs');
  if (commit.doneOrders.length > 0) stores.push('inbox');
  return stores;
}

function putAll(transaction: IDBTransaction, commit: Commit, own: Tenure): void {
  for (const row of commit.rows) putRow(transaction, row, own);
  for (const row of commit.executions) transaction.objectStore('executions').put(row);
  for (const state of commit.states) transaction.objectStore('states').put(state);
  for (const { executionId, lines } of commit.logs) {
    transaction.objectStore('logs').add({ executionId, body: JSON.stringify(lines) });
  }
  for (const id of commit.doneOrders) transaction.objectStore('inbox').delete(id);
}

function putRow(
  transaction: IDBTransaction,
  { executionId, seq, events }: JournalRow,
  { epoch, commit }: Tenure,
): void {
  const body = JSON.stringify(events);
  transaction.objectStore('journal').add({ executionId, seq, epoch, commit, body });
  const isEnded = events.at(-1)?.type === 'executionEnded';
  if (seq === 1 && !isEnded) transaction.objectStore('live').put({ executionId });
  if (seq > 1 && isEnded) transaction.objectStore('live').delete(executionId);
}
