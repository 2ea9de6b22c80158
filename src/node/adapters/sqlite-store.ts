import { DatabaseSync } from 'node:sqlite';
import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId, OrderId } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { Archive, Backup, BackupOptions } from '#ports/backup.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import type { Inbox, Order } from '#ports/inbox.ts';
import { FencedError, type Commit } from '#ports/journal.ts';
import { noSourceFiles } from '#ports/source-files.ts';
import type { Store } from '#ports/store.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { Settings } from '#ports/settings.ts';
import {
  byAge,
  withoutSource,
  type Version,
  type WorkflowHead,
  type WorkflowStore,
} from '#ports/workflow-store.ts';
import { createSqliteArchive } from './sqlite-archive.ts';
import { createSqliteDrafts } from './sqlite-drafts.ts';
import { attempt, decode, encode, Statements, type Row } from './sqlite-statements.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS owner (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL);
  INSERT OR IGNORE INTO owner VALUES (1, 0);
  CREATE TABLE IF NOT EXISTS journal (
    executionId TEXT NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (executionId, seq)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS live (executionId TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id TEXT PRIMARY KEY, workflowId TEXT NOT NULL, createdAt INTEGER NOT NULL, key TEXT,
    body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS executionsOfWorkflow ON executions (workflowId, createdAt, id);
  CREATE INDEX IF NOT EXISTS executionsByKey ON executions (key);
  CREATE TABLE IF NOT EXISTS states (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS logs (
    n INTEGER PRIMARY KEY, executionId TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS logsOfExecution ON logs (executionId, n);
  CREATE TABLE IF NOT EXISTS inbox (n INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS workflows (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS versions (hash TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS artifacts (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS drafts (
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS draftSteps (
    id TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, n)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Every store port on one SQLite file: an fsynced file whose transactions fence exactly. `:memory:`
 * keeps nothing. A strict commit is flushed before it returns, a default one survives the death of
 * the process but not of the machine.
 * @throws StorageError when the file cannot be opened or is no such store.
 */
export function openSqliteStore(
  path: string,
  createBackup: (archive: Archive, options: BackupOptions) => Backup,
): Store {
  const database = attempt('open', path, () => {
    const opened = new DatabaseSync(path, { timeout: 5_000 });
    opened.exec('PRAGMA journal_mode = WAL');
    opened.exec(schema);
    return opened;
  });
  const store = new Statements(database);
  let epoch = -1;
  const settings = settingsOf(store);
  const archive = createSqliteArchive(store, () => epoch);
  return {
    ownership: {
      take: async () => {
        await Promise.resolve();
        store.transaction('owner', true, () => {
          store.run('UPDATE owner SET epoch = epoch + 1');
          epoch = Number(store.row('SELECT epoch FROM owner')?.['epoch']);
        });
        return { epoch, goodbye: false, healed: null };
      },
    },
    journal: {
      commit: async (commit) => {
        await Promise.resolve();
        store.transaction('journal', commit.strict, () => {
          if (Number(store.row('SELECT epoch FROM owner')?.['epoch']) !== epoch) {
            throw new FencedError('Another process has taken over this journal');
          }
          write(store, commit, epoch);
        });
      },
      barrier: () => Promise.resolve(),
    },
    executions: executionsOf(store),
    inbox: inboxOf(store),
    workflows: workflowsOf(store),
    sources: noSourceFiles,
    drafts: createSqliteDrafts(store),
    settings,
    // A file in a folder is backed up like any other; no browser drops it.
    safeCopy: { view: () => ({ kind: 'none' }), drain: () => Promise.resolve() },
    backup: createBackup(archive, {
      now: () => Date.now(),
      onWritten: (key, at) => settings.set(key, at),
    }),
    artifacts: artifactsOf(store),
    close: () => {
      database.close();
    },
  };
}

function write(store: Statements, commit: Commit, epoch: number): void {
  for (const { executionId, seq, events } of commit.rows) {
    store.run('INSERT INTO journal VALUES (?, ?, ?, ?)', executionId, seq, epoch, encode(events));
    const isEnded = events.at(-1)?.type === 'executionEnded';
    if (seq === 1) store.run('INSERT OR IGNORE INTO live VALUES (?)', executionId);
    if (isEnded) store.run('DELETE FROM live WHERE executionId = ?', executionId);
  }
  for (const row of commit.executions) {
    store.run(
      'INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?)',
      row.id,
      row.workflowId,
      row.createdAt,
      row.key,
      encode(row),
    );
  }
  for (const state of commit.states) {
    store.run('INSERT OR REPLACE INTO states VALUES (?, ?)', state.id, encode(state));
  }
  for (const { executionId, lines } of commit.logs) {
    store.run('INSERT INTO logs (executionId, body) VALUES (?, ?)', executionId, encode(lines));
  }
  for (const id of commit.doneOrders) store.run('DELETE FROM inbox WHERE id = ?', id);
}

function executionsOf(store: Statements): ExecutionStore {
  const one = (row: Row | undefined) => (row === undefined ? null : decode<ExecutionRow>(row));
  return {
    get: async (id) => {
      await Promise.resolve();
      return one(store.row('SELECT body FROM executions WHERE id = ?', id));
    },
    findByKey: async (key) => {
      await Promise.resolve();
      return one(store.row('SELECT body FROM executions WHERE key = ?', key));
    },
    list: async (workflowId) => {
      await Promise.resolve();
      const rows =
        workflowId === undefined
          ? store.rows('SELECT body FROM executions ORDER BY createdAt, id')
          : store.rows(
              'SELECT body FROM executions WHERE workflowId = ? ORDER BY createdAt, id',
              workflowId,
            );
      return rows.map((row) => decode<ExecutionRow>(row));
    },
    listLive: async () => {
      await Promise.resolve();
      const rows = store.rows('SELECT executionId FROM live');
      return rows.map((row) => String(row['executionId']) as ExecutionId);
    },
    readState: async (id) => {
      await Promise.resolve();
      const row = store.row('SELECT body FROM states WHERE id = ?', id);
      return row === undefined ? null : decode<PackedExecution>(row);
    },
    readEvents: async (id, afterSeq) => {
      await Promise.resolve();
      const rows = store.rows('SELECT body FROM journal WHERE executionId = ? ORDER BY seq', id);
      const events = rows.flatMap((row) => decode<readonly ExecutionEvent[]>(row));
      return events.filter((event) => event.seq > afterSeq);
    },
    remove: async (id) => {
      await Promise.resolve();
      let isRemoved = false;
      store.transaction(id, true, () => {
        const live = store.row('SELECT 1 FROM live WHERE executionId = ?', id);
        if (live !== undefined) throw new Error('it has not ended');
        const begun = beginningOf(store, id);
        isRemoved =
          store.row('SELECT 1 FROM executions WHERE id = ?', id) !== undefined ||
          store.row('SELECT 1 FROM journal WHERE executionId = ?', id) !== undefined;
        for (const table of ['journal', 'logs']) {
          store.run(`DELETE FROM ${table} WHERE executionId = ?`, id);
        }
        for (const table of ['states', 'executions']) {
          store.run(`DELETE FROM ${table} WHERE id = ?`, id);
        }
        for (const { id: order, executionId } of waitingOrders(store)) {
          if (executionId === id) store.run('DELETE FROM inbox WHERE id = ?', order);
        }
        // Who gave the order that began it may give it again: it is known, and waits no more.
        if (begun !== null) store.run('INSERT INTO inbox (id, body) VALUES (?, ?)', begun, '');
      });
      return isRemoved;
    },
    readLogs: async (id, limit) => {
      await Promise.resolve();
      const rows = store.rows('SELECT body FROM logs WHERE executionId = ? ORDER BY n', id);
      return rows.flatMap((row) => decode<readonly LogLine[]>(row)).slice(-limit);
    },
  };
}

function workflowsOf(store: Statements): WorkflowStore {
  const head = (id: string) => {
    const row = store.row('SELECT body FROM workflows WHERE id = ?', id);
    return row === undefined ? null : decode<WorkflowHead>(row);
  };
  const putHead = (next: WorkflowHead, expected: number | null, beside?: () => void) => {
    let isSaved = false;
    store.transaction('workflow', true, () => {
      if ((head(next.id)?.revision ?? null) !== expected) return;
      const { id, name, revision } = next;
      const sql = 'INSERT OR REPLACE INTO workflows VALUES (?, ?, ?, ?)';
      store.run(sql, id, name, revision, encode(next));
      beside?.();
      isSaved = true;
    });
    return isSaved;
  };
  return {
    list: async () => {
      await Promise.resolve();
      const rows = store.rows('SELECT body FROM workflows ORDER BY name, id');
      return rows.map((row) => decode<WorkflowHead>(row));
    },
    get: async (id) => {
      await Promise.resolve();
      return head(id);
    },
    getVersion: async (hash) => {
      await Promise.resolve();
      const row = store.row('SELECT body FROM versions WHERE hash = ?', hash);
      return row === undefined ? null : decode<Version>(row);
    },
    listVersions: async (id) => {
      await Promise.resolve();
      const rows = store.rows("SELECT body FROM versions WHERE body ->> 'workflowId' = ?", id);
      return rows.map((row) => withoutSource(decode<Version>(row))).toSorted(byAge);
    },
    saveHead: async (next, expected) => {
      await Promise.resolve();
      return putHead(next, expected);
    },
    save: async (next, version, expected) => {
      await Promise.resolve();
      return putHead(next, expected, () => {
        store.run('INSERT OR IGNORE INTO versions VALUES (?, ?)', version.hash, encode(version));
      });
    },
    remove: async (id) => {
      await Promise.resolve();
      store.transaction('workflow', true, () => {
        store.run('DELETE FROM workflows WHERE id = ?', id);
      });
    },
  };
}

function settingsOf(store: Statements): Settings {
  return {
    get: async (key) => {
      await Promise.resolve();
      const row = store.row('SELECT body FROM settings WHERE key = ?', key);
      return row === undefined ? null : decode<JsonValue>(row);
    },
    set: async (key, value) => {
      await Promise.resolve();
      store.transaction(key, true, () => {
        store.run('INSERT OR REPLACE INTO settings VALUES (?, ?)', key, encode(value));
      });
    },
  };
}

/** Oldest first. */
function waitingOrders(store: Statements): readonly Order[] {
  const rows = store.rows("SELECT body FROM inbox WHERE body <> '' ORDER BY n");
  return rows.map((row) => decode<Order>(row));
}

/** The order that began a run; null when it has none. */
function beginningOf(store: Statements, id: ExecutionId): OrderId | null {
  const row = store.row('SELECT body FROM journal WHERE executionId = ? ORDER BY seq LIMIT 1', id);
  const [event] = row === undefined ? [] : decode<readonly ExecutionEvent[]>(row);
  return event?.type === 'executionCreated' ? event.order : null;
}

function inboxOf(store: Statements): Inbox {
  return {
    put: async (order) => {
      await Promise.resolve();
      store.transaction('inbox', true, () => {
        store.run('INSERT OR IGNORE INTO inbox (id, body) VALUES (?, ?)', order.id, encode(order));
      });
    },
    list: async () => {
      await Promise.resolve();
      return waitingOrders(store);
    },
  };
}

function artifactsOf(store: Statements): ArtifactStore {
  return {
    put: async (hash, bytes) => {
      await Promise.resolve();
      store.transaction('artifact', true, () => {
        store.run('INSERT OR IGNORE INTO artifacts VALUES (?, ?)', hash, bytes);
      });
    },
    get: async (hash) => {
      await Promise.resolve();
      const bytes = store.row('SELECT bytes FROM artifacts WHERE hash = ?', hash)?.['bytes'];
      return bytes instanceof Uint8Array ? bytes : null;
    },
  };
}
