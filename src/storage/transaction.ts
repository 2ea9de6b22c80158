import type { Fence } from './copy/tables.ts';
import { toStorageError, type MetaRow, type OwnerRow } from './database.ts';
import { refuseOwner, refuseStore } from './fence.ts';

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
    const transaction = begin(connection, wanted);
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

/** @throws StorageError when the connection is closing. */
function begin(connection: IDBDatabase, { stores, strict, record }: Transaction): IDBTransaction {
  try {
    return connection.transaction([...new Set(['owner', 'meta', ...stores])], 'readwrite', {
      durability: strict ? 'strict' : 'default',
    });
  } catch (error) {
    throw toStorageError('write', record, error);
  }
}

/** Reads and writes are issued together; the abort comes from the callback of a read. */
function checkOwner(
  transaction: IDBTransaction,
  { fence, onOwner }: Transaction,
  refuse: (error: Error) => void,
): void {
  const owner = transaction.objectStore('owner').get('owner') as IDBRequest<OwnerRow | undefined>;
  owner.onsuccess = () => {
    const refusal = refuseOwner(owner.result, fence);
    if (refusal !== null) refuse(refusal);
    else if (owner.result !== undefined) onOwner?.(owner.result, transaction);
  };
}

function checkStore(
  transaction: IDBTransaction,
  { needsStore }: Transaction,
  refuse: (error: Error) => void,
): void {
  const meta = transaction.objectStore('meta').get('store') as IDBRequest<MetaRow | undefined>;
  meta.onsuccess = () => {
    const refusal = refuseStore(meta.result, needsStore);
    if (refusal !== null) refuse(refusal);
  };
}

/**
 * The value of one request, outside of a promise chain of Dexie's. The caller says what the store it
 * asks holds: only this build's own writes are in there.
 */
export function resultOf<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result as Value);
    };
    request.onerror = () => {
      reject(toStorageError('read', 'the database', request.error));
    };
  });
}
