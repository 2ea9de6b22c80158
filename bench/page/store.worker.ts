import { expose } from 'comlink';
import { toExecutionId } from '#core/shared/ids.ts';
import type { Store } from '#ports/store.ts';
import { openStore } from '#storage/store.ts';
import { nothing, smallRow, smallRun, smallRunId, taskEvents } from './runs.ts';

/** A store of the bench's own beside the engine's: another database, another folder. */
const name = 'millrace-bench';
const rawName = 'millrace-bench-raw';

export interface CommitJob {
  /** Events in one commit. */
  readonly size: number;
  readonly commits: number;
  readonly strict: boolean;
}

let store: Store | null = null;
let raw: IDBDatabase | null = null;

function required(): Store {
  if (store === null) throw new Error('The store is not open');
  return store;
}

/** Opened, owned, and whatever was lost healed. */
async function open() {
  const top = await navigator.storage.getDirectory();
  const root = await top.getDirectoryHandle('bench', { create: true });
  const startedAt = performance.now();
  store = await openStore({ name, tab: crypto.randomUUID(), goodbye: null, root });
  const { healed } = await store.ownership.take();
  return { ms: performance.now() - startedAt, restored: healed?.executions ?? 0 };
}

/** Milliseconds for all commits, each awaited before the next; a strict one with its barrier. */
async function commit({ size, commits, strict }: CommitJob): Promise<number> {
  const { journal } = required();
  const executionId = toExecutionId(crypto.randomUUID());
  const all = Array.from({ length: commits }, (_value, index) => {
    const seq = index * size + 1;
    return { ...nothing, rows: [{ executionId, seq, events: taskEvents(seq, size) }], strict };
  });
  const startedAt = performance.now();
  for (const one of all) {
    await journal.commit(one);
    if (strict) await journal.barrier();
  }
  const ms = performance.now() - startedAt;
  // What is left to copy must not wait for the next round.
  await flush();
  return ms;
}

async function flush(): Promise<void> {
  const { journal } = required();
  await journal.commit({ ...nothing, strict: true });
  await journal.barrier();
}

/** Finished runs of one task, each in two commits, as when they ran one after the other. */
async function fill(count: number): Promise<void> {
  const { journal } = required();
  for (let index = 0; index < count; index += 1) {
    const executionId = smallRunId(index);
    const events = smallRun(index);
    const begin = [{ executionId, seq: 1, events: events.slice(0, 2) }];
    const end = [{ executionId, seq: 3, events: events.slice(2) }];
    await journal.commit({ ...nothing, rows: begin });
    await journal.commit({ ...nothing, rows: end, executions: [smallRow(index)] });
    if (index % 100 === 99) await flush();
  }
  await flush();
}

/** As the browser does it: the database goes, the private file system stays. */
async function drop(): Promise<void> {
  required().close();
  store = null;
  await new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name);
    deleting.onsuccess = resolve;
    deleting.onerror = reject;
  });
}

/** Closed and opened again, as by the next page: nothing is missing. */
async function reopen() {
  required().close();
  return open();
}

/** To its end, thrown away; milliseconds. */
async function backup() {
  const startedAt = performance.now();
  let bytes = 0;
  for await (const part of required().backup.write()) bytes += part.length;
  return { ms: performance.now() - startedAt, bytes };
}

async function count(): Promise<number> {
  return (await required().executions.list()).length;
}

/** The same text in one row of a bare object store a commit. */
async function writeRaw({ size, commits, strict }: CommitJob): Promise<number> {
  raw ??= await openRaw();
  const database = raw;
  const all = Array.from({ length: commits }, (_value, index) =>
    taskEvents(index * size + 1, size),
  );
  const startedAt = performance.now();
  for (const events of all) await writeRow(database, JSON.stringify(events), strict);
  return performance.now() - startedAt;
}

function openRaw(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(rawName, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('rows', { autoIncrement: true });
    };
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(opening.error ?? new Error('No database'));
    };
  });
}

function writeRow(database: IDBDatabase, body: string, strict: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const durability = strict ? 'strict' : 'default';
    const transaction = database.transaction('rows', 'readwrite', { durability });
    transaction.objectStore('rows').add({ body });
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('Not written'));
    };
  });
}

const api = { open, reopen, backup, commit, writeRaw, fill, drop, count };
export type StoreBench = typeof api;
expose(api);
