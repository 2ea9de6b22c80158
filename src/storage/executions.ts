import Dexie from 'dexie';
import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import type { LogLine } from '#ports/task-host.ts';
import { comparePositions, type Position } from './copy/frames.ts';
import { enqueue, requireStore } from './copy-queue.ts';
import type { StoredJournalRow } from './copy/tables.ts';
import { attempt, readOne, type MillraceDatabase } from './database.ts';
import { waiting } from './inbox.ts';

/** No page that is asleep for longer is worth a row of each run that was removed: a week. */
const rememberedMs = 7 * 86_400_000;

export function createExecutions(database: MillraceDatabase): ExecutionStore {
  const { executions, journal, live, logs } = database;
  return {
    get: (id) => attempt('read', id, () => readOne<ExecutionRow>(database, 'executions', id)),
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
    readState: (id) => attempt('read', id, () => readOne<PackedExecution>(database, 'states', id)),
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
    remove: (id) => attempt('write', id, () => removeExecution(database, id)),
  };
}

/**
 * Those that wait for it, which are never more than a few, and the one that began it: a page that slept
 * since it gave that one gives it again, and must not begin the run anew.
 */
async function forgetOrders(
  database: MillraceDatabase,
  id: ExecutionId,
  first: StoredJournalRow | undefined,
): Promise<void> {
  const { inbox } = database;
  await waiting(database)
    .filter(({ order }) => order.executionId === id)
    .delete();
  const now = Date.now();
  await inbox
    .where('forgottenAt')
    .below(now - rememberedMs)
    .delete();
  const order = first === undefined ? null : orderOf(first);
  if (order !== null) await inbox.put({ id: order, forgottenAt: now });
}

function orderOf({ body }: StoredJournalRow): string | null {
  const [event] = JSON.parse(body) as readonly ExecutionEvent[];
  return event?.type === 'executionCreated' ? event.order : null;
}

/** One transaction, with the row that takes the deletion into the safe copy. */
function removeExecution(database: MillraceDatabase, id: ExecutionId): Promise<boolean> {
  const { damaged, executions, inbox, journal, live, logs, states } = database;
  const tables = [damaged, executions, inbox, journal, live, logs, states];
  const around = [database.meta, database.owner, database.copyQueue];
  return database.transaction('rw', [...tables, ...around], async () => {
    await requireStore(database);
    if ((await live.get(id)) !== undefined) throw new Error('it has not ended');
    const rows = await journal
      .where('[executionId+seq]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .toArray();
    if (rows.length === 0 && (await executions.get(id)) === undefined) return false;
    const setAside = damaged
      .where('[executionId+epoch+seq]')
      .between([id, Dexie.minKey, Dexie.minKey], [id, Dexie.maxKey, Dexie.maxKey]);
    // Of what was set aside too: it still lies in the copy, and would be missed for ever.
    const through = [...rows, ...(await setAside.toArray())].reduce<Position>(
      (last, row) => (comparePositions(row, last) > 0 ? row : last),
      { epoch: 0, commit: 0 },
    );
    await journal.bulkDelete(rows.map((row) => [row.executionId, row.seq]));
    await setAside.delete();
    await logs.where('executionId').equals(id).delete();
    await forgetOrders(database, id, rows[0]);
    await states.delete(id);
    await executions.delete(id);
    await enqueue(database, {
      kind: 'removedExecution',
      id,
      through: { epoch: through.epoch, commit: through.commit },
      bytes: rows.reduce((sum, row) => sum + row.body.length, 0),
    });
    return true;
  });
}
