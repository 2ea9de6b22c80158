import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ArchivedExecution } from '#ports/backup.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import { summarize } from './copy/summary.ts';
import type { StoredJournalRow } from './copy/tables.ts';
import { resultOf } from './transaction.ts';

const rowsAtOnce = 500;

interface Batch {
  readonly found: readonly (ArchivedExecution | null)[];
  /** Null behind the last. */
  readonly last: string | null;
}

/**
 * Every execution of the journal, in order of their ids. What is read at once is one transaction, and
 * an execution is never read in two: between them somebody may delete it.
 * @param connection asked anew for each: it may be another after a full disk.
 */
export async function* readArchived(
  connection: () => IDBDatabase,
): AsyncGenerator<ArchivedExecution> {
  for (let after: string | null = ''; after !== null;) {
    const { found, last }: Batch = await readBatch(connection(), after);
    for (const execution of found) if (execution !== null) yield execution;
    after = last;
  }
}

async function readBatch(connection: IDBDatabase, after: string): Promise<Batch> {
  const transaction = connection.transaction(['journal', 'executions']);
  const journal = transaction.objectStore('journal');
  const list = transaction.objectStore('executions');
  const behind = IDBKeyRange.lowerBound([after, []], true);
  const rows = await resultOf<StoredJournalRow[]>(journal.getAll(behind, rowsAtOnce));
  const groups = Map.groupBy(rows, ({ executionId }) => executionId);
  const last = rows.at(-1)?.executionId ?? null;
  if (last !== null && rows.length === rowsAtOnce) {
    // The last may go on behind these rows: it is the next one's first, or is read whole.
    if (groups.size > 1) groups.delete(last);
    else groups.set(last, await resultOf(journal.getAll(IDBKeyRange.bound([last], [last, []]))));
  }
  const found = [...groups].map(async ([id, own]) => {
    const row = await resultOf<ExecutionRow | undefined>(list.get(id));
    return toArchived(id, own, row);
  });
  const isEnd = rows.length < rowsAtOnce;
  return {
    found: await Promise.all(found),
    last: isEnd ? null : ([...groups.keys()].at(-1) ?? null),
  };
}

/** A row of the list may be late. Null when its journal cannot be read from its start. */
function toArchived(
  id: string,
  rows: readonly StoredJournalRow[],
  listed: ExecutionRow | undefined,
): ArchivedExecution | null {
  const events = rows.flatMap(({ body }) => JSON.parse(body) as readonly ExecutionEvent[]);
  const row = listed ?? summarize(id, events);
  const isWhole = events.every((event, index) => event.seq === index + 1);
  return row === null || events.length === 0 || !isWhole ? null : { row, events };
}
