import { FencedError, StorageError } from '#ports/journal.ts';
import type { Fence } from './copy/tables.ts';
import { toStorageError, writerVersion, type MetaRow, type OwnerRow } from './database.ts';

export interface Transaction {
  readonly stores: readonly string[];
  readonly strict: boolean;
  /** What it writes, for whoever reads the error. */
  readonly record: string;
  /** Null fences nothing. */
  readonly fence: Fence | null;
  /** False only while a store is created or restored. */
  readonly needsStore: boolean;
  /** Issues its requests; they are undone when the fence or the store is not as it must be. */
  readonly issue: (transaction: IDBTransaction) => void;
  readonly onOwner?: (owner: OwnerRow, transaction: IDBTransaction) => void;
}

/**
 * A raw transaction on Dexie's connection: Dexie fixes the durability per instance and costs a third
 * more. It reads the owner and the meta row and aborts, whole, when they are not as they must be.
 */
export function transact(connection: IDBDatabase, wanted: Transaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const stores = [...new Set(['owner', 'meta', ...wanted.stores])];
    const transaction = connection.transaction(stores, 'readwrite', {
      durability: wanted.strict ? 'strict' : 'default',
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
      reject(refusal ?? toStorageError('write', wanted.record, transaction.error));
    };
    checkOwner(transaction, wanted, refuse);
    checkStore(transaction, wanted, refuse);
    wanted.issue(transaction);
  });
}

/** Reads and writes are issued together; the abort comes from the callback of a read. */
function checkOwner(
  transaction: IDBTransaction,
  { fence, onOwner }: Transaction,
  refuse: (error: Error) => void,
): void {
  const owner = transaction.objectStore('owner').get('owner') as IDBRequest<OwnerRow | undefined>;
  owner.onsuccess = () => {
    const isOurs =
      fence === null || (owner.result?.epoch === fence.epoch && owner.result.tab === fence.tab);
    if (!isOurs) refuse(new FencedError('Another tab has taken over'));
    else if (owner.result !== undefined) onOwner?.(owner.result, transaction);
  };
}

function checkStore(
  transaction: IDBTransaction,
  { record, needsStore }: Transaction,
  refuse: (error: Error) => void,
): void {
  const meta = transaction.objectStore('meta').get('store') as IDBRequest<MetaRow | undefined>;
  meta.onsuccess = () => {
    if (needsStore && meta.result === undefined) {
      refuse(new StorageError('write', record, new Error('the store is gone')));
    } else if ((meta.result?.minWriter ?? 0) > writerVersion) {
      refuse(new FencedError('A newer build writes here'));
    }
  };
}

/** The value of one request, outside of a promise chain of Dexie's. */
export function resultOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(toStorageError('read', 'the database', request.error));
    };
  });
}
