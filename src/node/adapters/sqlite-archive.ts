import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ContentHash, ExecutionId, VersionHash } from '#core/shared/ids.ts';
import type { Archive, ArchivedExecution } from '#ports/backup.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import { FencedError } from '#ports/journal.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { decode, encode, type Statements } from './sqlite-statements.ts';

/** The store in an SQLite file, as a backup reads and fills it. */
export function createSqliteArchive(store: Statements, epoch: () => number): Archive {
  const readAll = async <Value>(sql: string, key: string): Promise<Value[]> => {
    await Promise.resolve();
    return store.rows(sql).map((row) => row[key] as Value);
  };
  return {
    heads: async () =>
      (await readAll<string>('SELECT body FROM workflows ORDER BY id', 'body')).map((body) =>
        decode<WorkflowHead>({ body }),
      ),
    versionHashes: () => readAll<VersionHash>('SELECT hash FROM versions ORDER BY hash', 'hash'),
    version: async (hash) => {
      await Promise.resolve();
      const row = store.row('SELECT body FROM versions WHERE hash = ?', hash);
      return row === undefined ? null : decode<Version>(row);
    },
    settings: async () => {
      await Promise.resolve();
      const rows = store.rows('SELECT key, body FROM settings ORDER BY key');
      return rows.map((row) => ({ key: String(row['key']), value: decode<unknown>(row) }));
    },
    executions: async function* () {
      const ids = await readAll<ExecutionId>('SELECT id FROM executions ORDER BY id', 'id');
      for (const id of ids) {
        const execution = readExecution(store, id);
        if (execution !== null) yield execution;
      }
    },
    artifact: async (hash: ContentHash) => {
      await Promise.resolve();
      const bytes = store.row('SELECT bytes FROM artifacts WHERE hash = ?', hash)?.['bytes'];
      return bytes instanceof Uint8Array ? bytes : null;
    },

    isOwner: () => epoch() >= 0,
    addVersions: (versions) =>
      addEach(store, versions, (version) => {
        const sql = 'INSERT OR IGNORE INTO versions VALUES (?, ?)';
        return store.run(sql, version.hash, encode(version));
      }),
    addHeads: (heads) =>
      addEach(store, heads, (head) => {
        const sql = 'INSERT OR IGNORE INTO workflows VALUES (?, ?, ?, ?)';
        return store.run(sql, head.id, head.name, head.revision, encode(head));
      }),
    addSetting: async (key, value) => {
      const sql = 'INSERT OR IGNORE INTO settings VALUES (?, ?)';
      await addEach(store, [key], () => store.run(sql, key, encode(value)));
    },
    addExecution: async (execution) => {
      await Promise.resolve();
      return addExecution(store, execution, epoch());
    },
    addArtifact: async (hash, bytes) => {
      const sql = 'INSERT OR IGNORE INTO artifacts VALUES (?, ?)';
      await addEach(store, [hash], () => store.run(sql, hash, bytes));
    },
    // Each transaction was strict.
    settle: () => Promise.resolve(),
  };
}

function readExecution(store: Statements, id: ExecutionId): ArchivedExecution | null {
  const row = store.row('SELECT body FROM executions WHERE id = ?', id);
  const rows = store.rows('SELECT body FROM journal WHERE executionId = ? ORDER BY seq', id);
  const events = rows.flatMap((one) => decode<readonly ExecutionEvent[]>(one));
  if (row === undefined || events.length === 0) return null;
  return { row: decode<ExecutionRow>(row), events };
}

async function addEach<Value>(
  store: Statements,
  values: readonly Value[],
  add: (value: Value) => number,
): Promise<number> {
  await Promise.resolve();
  let added = 0;
  store.transaction('what a backup holds', true, () => {
    for (const value of values) added += add(value);
  });
  return added;
}

function addExecution(
  store: Statements,
  { row, events }: ArchivedExecution,
  epoch: number,
): boolean {
  let isNew = false;
  store.transaction(row.id, true, () => {
    if (Number(store.row('SELECT epoch FROM owner')?.['epoch']) !== epoch) {
      throw new FencedError('Another process has taken over this journal');
    }
    isNew = store.row('SELECT 1 FROM journal WHERE executionId = ?', row.id) === undefined;
    if (!isNew) return;
    store.run('INSERT INTO journal VALUES (?, ?, ?, ?)', row.id, 1, epoch, encode(events));
    store.run(
      'INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?)',
      row.id,
      row.workflowId,
      row.createdAt,
      row.key,
      encode(row),
    );
    const isEnded = events.at(-1)?.type === 'executionEnded';
    if (!isEnded) store.run('INSERT INTO live VALUES (?)', row.id);
  });
  return isNew;
}
