import type { VersionHash } from '#core/shared/ids.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { Archive } from '#ports/backup.ts';
import { FencedError } from '#ports/journal.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { readArchived } from './archived.ts';
import { enqueue, requireStore } from './copy-queue.ts';
import { attempt, type MillraceDatabase, connectionOf } from './database.ts';
import { addExecution, createJournal, type Tenure } from './journal.ts';

interface Parts {
  readonly database: MillraceDatabase;
  readonly artifacts: ArtifactStore;
  readonly tenure: () => Tenure | null;
}

/** This store as a backup sees it; what comes in goes into the safe copy like everything else. */
export function createArchive({ database, artifacts, tenure }: Parts): Archive {
  const { workflows, versions, settings } = database;
  const journal = createJournal(() => connectionOf(database), tenure);
  const own = () => {
    const found = tenure();
    if (found === null) throw new FencedError('This page does not own the journal');
    return found;
  };
  return {
    heads: () => attempt('read', 'the workflows', () => workflows.toArray()),
    versionHashes: () =>
      attempt('read', 'the versions', async () =>
        (await versions.toCollection().primaryKeys()).map((hash) => hash as VersionHash),
      ),
    version: (hash) => attempt('read', hash, async () => (await versions.get(hash)) ?? null),
    settings: () => attempt('read', 'the settings', () => settings.toArray()),
    executions: () => readArchived(() => connectionOf(database)),
    artifact: (hash) => artifacts.get(hash),

    isOwner: () => tenure() !== null,
    addVersions: (list) => attempt('write', 'the versions', () => addVersions(database, list)),
    addHeads: (list) => attempt('write', 'the workflows', () => addHeads(database, list)),
    addSetting: (key, value) => attempt('write', key, () => addSetting(database, key, value)),
    addExecution: (execution) =>
      attempt('write', execution.row.id, () =>
        addExecution(connectionOf(database), own(), execution),
      ),
    addArtifact: (hash, bytes) => artifacts.put(hash, bytes),
    settle: async () => {
      await journal.commit({ ...nothing, strict: true });
      await journal.barrier();
    },
  };
}

const nothing = { rows: [], executions: [], states: [], logs: [], doneOrders: [] };

function addVersions(database: MillraceDatabase, list: readonly Version[]): Promise<number> {
  const { versions, meta, owner, copyQueue } = database;
  return database.transaction('rw', [versions, meta, owner, copyQueue], async () => {
    await requireStore(database);
    const known = await versions.bulkGet(list.map(({ hash }) => hash));
    const added = list.filter((_, index) => known[index] === undefined);
    await versions.bulkAdd(added);
    await enqueue(database, ...added.map(({ hash }) => ({ kind: 'version', hash }) as const));
    return added.length;
  });
}

function addHeads(database: MillraceDatabase, list: readonly WorkflowHead[]): Promise<number> {
  const { workflows, meta, owner, copyQueue } = database;
  return database.transaction('rw', [workflows, meta, owner, copyQueue], async () => {
    await requireStore(database);
    const known = await workflows.bulkGet(list.map(({ id }) => id));
    const added = list.filter((_, index) => known[index] === undefined);
    await workflows.bulkAdd(added);
    await enqueue(database, ...added.map((head) => ({ kind: 'head', head }) as const));
    return added.length;
  });
}

function addSetting(database: MillraceDatabase, key: string, value: unknown): Promise<void> {
  const { settings, meta, owner, copyQueue } = database;
  return database.transaction('rw', [settings, meta, owner, copyQueue], async () => {
    await requireStore(database);
    if ((await settings.get(key)) !== undefined) return;
    await settings.add({ key, value });
    await enqueue(database, { kind: 'setting', key, value });
  });
}
