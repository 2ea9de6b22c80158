import type { ArchivedExecution } from '#ports/backup.ts';
import { FencedError, type Commit, type Journal } from '#ports/journal.ts';
import { comparePositions } from './copy/frames.ts';
import type { Settled, CopyWriter } from './copy/writer.ts';
import type { QueueRow, StoredJournalRow } from './copy/tables.ts';
import type { OwnerRow } from './database.ts';
import { transact } from './transaction.ts';

/** The owner that this connection has become; null before. */
export interface Tenure {
  readonly epoch: number;
  readonly tab: string;
  /** Number of its last transaction. */
  commit: number;
  readonly copy: CopyWriter | null;
}

export function createJournal(connection: () => IDBDatabase, tenure: () => Tenure | null): Journal {
  return {
    commit: async (commit) => {
      const own = tenure();
      if (own === null) throw new FencedError('This page does not own the journal');
      own.commit += 1;
      await writeCommit(connection(), commit, { ...own });
    },
    // Everything is in a strict transaction by now.
    barrier: async () => {
      await tenure()?.copy?.barrier();
    },
  };
}

/**
 * The events of a turn, and what has become true of the safe copy since the last transaction. A
 * strict one looks into the copy queue as well, so that the barrier behind it has nothing to read.
 */
async function writeCommit(connection: IDBDatabase, commit: Commit, own: Tenure): Promise<void> {
  const { epoch, copy } = own;
  const rows = commit.rows.map(({ executionId, seq, events }) => ({
    executionId,
    seq,
    epoch,
    commit: own.commit,
    body: JSON.stringify(events),
  }));
  const settled = copy?.settled() ?? null;
  let queue: readonly QueueRow[] = [];
  await transact(connection, {
    stores: storesOf(commit, settled),
    strict: commit.strict,
    record: 'the journal',
    fence: own,
    needsStore: true,
    issue: (transaction) => {
      putAll(transaction, commit, rows);
      for (const n of settled?.doneQueue ?? []) transaction.objectStore('copyQueue').delete(n);
      if (!commit.strict || copy === null) return;
      const reading = transaction.objectStore('copyQueue').getAll() as IDBRequest<QueueRow[]>;
      reading.onsuccess = () => {
        queue = reading.result;
      };
    },
    onOwner: (owner, transaction) => {
      const copied = settled?.copied ?? owner.copied;
      const slotEnd = settled?.slotEnd ?? owner.slotEnd;
      const isSame = comparePositions(copied, owner.copied) === 0 && isSameEnd(slotEnd, owner);
      if (!isSame) transaction.objectStore('owner').put({ ...owner, copied, slotEnd });
    },
  });
  if (copy === null || settled === null) return;
  copy.confirm(settled);
  copy.offer(queue);
  copy.remember(own.commit, rows, commit.doneOrders);
}

function isSameEnd(end: OwnerRow['slotEnd'], { slotEnd }: OwnerRow): boolean {
  return end?.name === slotEnd?.name && end?.bytes === slotEnd?.bytes;
}

/** All of one execution that was somewhere else before. @returns false when it is here. */
export async function addExecution(
  connection: IDBDatabase,
  own: Tenure,
  { row, events }: ArchivedExecution,
): Promise<boolean> {
  own.commit += 1;
  const { epoch, commit } = own;
  const rows: StoredJournalRow[] = [];
  for (let at = 0; at < events.length; at += eventsInRow) {
    const part = events.slice(at, at + eventsInRow);
    const body = JSON.stringify(part);
    rows.push({ executionId: row.id, seq: part[0]?.seq ?? 0, epoch, commit, body });
  }
  const outcome = { isNew: false };
  await transact(connection, {
    stores: ['journal', 'live', 'executions'],
    strict: false,
    record: row.id,
    fence: own,
    needsStore: true,
    issue: (transaction) => {
      const journal = transaction.objectStore('journal');
      const known = journal.count(IDBKeyRange.bound([row.id], [row.id, []]));
      known.onsuccess = () => {
        outcome.isNew = known.result === 0;
        if (!outcome.isNew) return;
        for (const one of rows) journal.add(one);
        transaction.objectStore('executions').put(row);
        const isEnded = events.at(-1)?.type === 'executionEnded';
        if (!isEnded) transaction.objectStore('live').put({ executionId: row.id });
      };
    },
  });
  if (!outcome.isNew) return false;
  own.copy?.remember(commit, rows, []);
  return true;
}

const eventsInRow = 1_000;

function storesOf(commit: Commit, settled: Settled | null): string[] {
  const stores: string[] = [];
  if (commit.rows.length > 0) stores.push('journal', 'live');
  if (commit.executions.length > 0) stores.push('executions');
  if (commit.states.length > 0) stores.push('states');
  if (commit.logs.length > 0) stores.push('logs');
  if (commit.doneOrders.length > 0) stores.push('inbox');
  const needsQueue = settled !== null && (commit.strict || settled.doneQueue.length > 0);
  if (needsQueue) stores.push('copyQueue');
  return stores;
}

function putAll(
  transaction: IDBTransaction,
  commit: Commit,
  rows: readonly StoredJournalRow[],
): void {
  for (const [index, row] of rows.entries()) {
    transaction.objectStore('journal').add(row);
    const isEnded = commit.rows[index]?.events.at(-1)?.type === 'executionEnded';
    const { executionId } = row;
    if (row.seq === 1 && !isEnded) transaction.objectStore('live').put({ executionId });
    if (row.seq > 1 && isEnded) transaction.objectStore('live').delete(executionId);
  }
  for (const row of commit.executions) transaction.objectStore('executions').put(row);
  for (const state of commit.states) transaction.objectStore('states').put(state);
  for (const { executionId, lines } of commit.logs) {
    transaction.objectStore('logs').add({ executionId, body: JSON.stringify(lines) });
  }
  for (const id of commit.doneOrders) transaction.objectStore('inbox').delete(id);
}
