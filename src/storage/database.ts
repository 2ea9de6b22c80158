import Dexie, { type Table } from 'dexie';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Order } from '#ports/inbox.ts';
import {
  FencedError,
  NewerBuildError,
  StorageError,
  StorageFullError,
  StoreGoneError,
} from '#ports/journal.ts';
import type { DraftStep } from '#ports/draft-store.ts';
import type { Healed } from '#ports/ownership.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import type { Position } from './copy/frames.ts';
import { GroupReader } from './group-reader.ts';
import type { QueuedRecord } from './copy/records.ts';
import type { DamagedRow, Setting, SlotEnd, StoredJournalRow } from './copy/tables.ts';

/** One row; without it no store was created here, and nobody may write. */
export interface MetaRow {
  readonly key: 'store';
  readonly storeId: string;
  /** Builds below this may only read. */
  readonly minWriter: number;
}

/** One row: who drives executions now (durability.md, section 3). */
export interface OwnerRow {
  readonly key: 'owner';
  /** What it found when it took over; absent in rows of builds that did not keep it. */
  readonly found?: Healed | null;
  readonly epoch: number;
  readonly tab: string;
  readonly code: number;
  /** The safe copy holds everything up to here. */
  readonly copied: Position;
  readonly slotEnd?: SlotEnd | null;
}

/** A definition or a deletion that the safe copy does not hold yet; its number never falls. */
export interface StoredQueueRow {
  readonly n?: number;
  readonly epoch: number;
  readonly record: QueuedRecord;
}

export interface StoredLogs {
  readonly n?: number;
  readonly executionId: string;
  readonly body: string;
}

export interface StoredOrder {
  readonly id: string;
  readonly at: number;
  readonly order: Order;
}

/** Stands where an order stood that began a run which was removed; not among those that wait. */
export interface ForgottenOrder {
  readonly id: string;
  readonly forgottenAt: number;
}

export interface StoredDraftStep extends DraftStep {
  readonly workflowId: string;
}

/** A file that is read in place: the browser keeps the handle, and what it may do. */
export interface StoredSource {
  readonly id: string;
  readonly name: string;
  readonly handle: FileSystemFileHandle;
}

export interface StoredBytes {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/**
 * Everything in one database, because only there are commits ordered.
 * Outer reads and strict writes go through Dexie; the owner's transactions are raw (`journal.ts`).
 */
export class MillraceDatabase extends Dexie {
  readonly meta!: Table<MetaRow, string>;
  readonly owner!: Table<OwnerRow, string>;
  readonly journal!: Table<StoredJournalRow, [string, number]>;
  readonly live!: Table<{ readonly executionId: ExecutionId }, string>;
  readonly executions!: Table<ExecutionRow, string>;
  readonly states!: Table<PackedExecution, string>;
  readonly logs!: Table<StoredLogs, number>;
  readonly inbox!: Table<StoredOrder | ForgottenOrder, string>;
  readonly workflows!: Table<WorkflowHead, string>;
  readonly versions!: Table<Version, string>;
  readonly artifacts!: Table<StoredBytes, string>;
  readonly settings!: Table<Setting, string>;
  readonly sources!: Table<StoredSource, string>;
  readonly draftSteps!: Table<StoredDraftStep, [string, number]>;
  readonly copyQueue!: Table<StoredQueueRow, number>;
  readonly damaged!: Table<DamagedRow, [string, number, number]>;
  readonly rows = new GroupReader({
    connection: () => connectionOf(this),
    toError: (store, error) => toStorageError('read', store, error),
  });

  constructor(name: string) {
    // Once it is closed under us it stays closed: what would be opened anew is another, empty one.
    super(name, { chromeTransactionDurability: 'strict', autoOpen: false });
    this.version(1).stores({
      meta: 'key',
      owner: 'key',
      journal: '[executionId+seq], [epoch+commit]',
      live: 'executionId',
      executions: 'id, [createdAt+id], [workflowId+createdAt+id], key',
      states: 'id',
      logs: '++n, executionId',
      inbox: 'id, [at+id]',
      workflows: 'id',
      versions: 'hash, workflowId',
      artifacts: 'hash',
      settings: 'key',
      copyQueue: '++n',
      damaged: '[executionId+epoch+seq]',
    });
    this.version(2).stores({ draftSteps: '[workflowId+n]', sources: 'id' });
    this.version(3).stores({ inbox: 'id, [at+id], forgottenAt' });
  }
}

/**
 * For raw transactions.
 * @throws StorageError when the browser has closed it, as it does to drop the database.
 */
export function connectionOf(database: MillraceDatabase): IDBDatabase {
  const connection = database.backendDB() as IDBDatabase | null;
  if (connection !== null) return connection;
  throw new StorageError('open', 'the database', new Error('it was closed'));
}

/** One row by its key; the caller says what the store holds: only this build's writes are in there. */
export async function readOne<Value>(
  database: MillraceDatabase,
  store: string,
  key: IDBValidKey,
): Promise<Value | null> {
  return ((await database.rows.read(store, key)) as Value | undefined) ?? null;
}

/** Turns what the database throws into an error that names the step and the record. */
export async function attempt<Value>(
  step: StorageError['step'],
  record: string,
  work: () => PromiseLike<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(step, record, error);
  }
}

export function toStorageError(step: StorageError['step'], record: string, error: unknown): Error {
  const isKnown =
    error instanceof StorageError ||
    error instanceof StorageFullError ||
    error instanceof FencedError ||
    error instanceof NewerBuildError ||
    error instanceof StoreGoneError ||
    error instanceof CopyUnreadableError;
  if (isKnown) return error;
  if (isQuotaError(error)) {
    return new StorageFullError(`There is no room left to ${step} ${record}`);
  }
  return new StorageError(step, record, error);
}

/** What Chromium says when the disk itself is full. */
const noSpace = /NO_SPACE|ENOSPC|No space left/;

/** Also inside of what Dexie wraps around it. */
function isQuotaError(error: unknown): boolean {
  if (!(error instanceof Error) && !(error instanceof DOMException)) return false;
  if (error.name === 'QuotaExceededError' || noSpace.test(error.message)) return true;
  const inner = 'inner' in error ? error.inner : null;
  return inner !== null && inner !== error && isQuotaError(inner);
}
