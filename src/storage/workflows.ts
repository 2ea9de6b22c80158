import {
  byAge,
  withoutSource,
  type Version,
  type WorkflowHead,
  type WorkflowStore,
} from '#ports/workflow-store.ts';
import { enqueue, requireStore } from './copy-queue.ts';
import { attempt, readOne, type MillraceDatabase } from './database.ts';

export function createWorkflows(database: MillraceDatabase): WorkflowStore {
  const { workflows, versions } = database;
  const around = [database.meta, database.owner, database.copyQueue];
  return {
    list: () =>
      attempt('read', 'the workflows', async () =>
        (await workflows.toArray()).toSorted((a, b) =>
          a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
        ),
      ),
    get: (id) => attempt('read', id, () => readOne<WorkflowHead>(database, 'workflows', id)),
    getVersion: (hash) => attempt('read', hash, () => readOne<Version>(database, 'versions', hash)),
    listVersions: (id) =>
      attempt('read', id, async () => {
        const rows = await versions.where('workflowId').equals(id).toArray();
        return rows.map(withoutSource).toSorted(byAge);
      }),
    saveHead: (head, expected) =>
      attempt('write', head.id, () =>
        database.transaction('rw', [workflows, ...around], async () => {
          await requireStore(database);
          if ((await workflows.get(head.id))?.revision !== expected) return false;
          await workflows.put(head);
          await enqueue(database, { kind: 'head', head });
          return true;
        }),
      ),
    save: (head, version, expected) =>
      attempt('write', head.id, () =>
        database.transaction('rw', [workflows, versions, ...around], async () => {
          await requireStore(database);
          const known = await workflows.get(head.id);
          if ((known?.revision ?? null) !== expected) return false;
          await workflows.put(head);
          const { hash } = version;
          const isNew = (await versions.get(hash)) === undefined;
          if (isNew) await versions.add(version);
          if (isNew) await enqueue(database, { kind: 'version', hash });
          await enqueue(database, { kind: 'head', head });
          return true;
        }),
      ),
    remove: (id) =>
      attempt('write', id, () =>
        database.transaction('rw', [workflows, ...around], async () => {
          await requireStore(database);
          if ((await workflows.get(id)) === undefined) return;
          await workflows.delete(id);
          await enqueue(database, { kind: 'removedWorkflow', id });
        }),
      ),
  };
}
