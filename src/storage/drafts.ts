import type { WorkflowId } from '#core/shared/ids.ts';
import type { Draft, DraftStep, DraftStore } from '#ports/draft-store.ts';
import { enqueue, requireStore } from './copy-queue.ts';
import { attempt, type MillraceDatabase } from './database.ts';

/** A draft is a setting of the profile: it is copied, healed and backed up like every other. */
const keyOf = (id: WorkflowId) => `draft:${id}`;

export function createDrafts(database: MillraceDatabase): DraftStore {
  const { settings, draftSteps, meta, owner, copyQueue } = database;
  // Only this file writes these keys.
  const read = async (id: WorkflowId) =>
    ((await settings.get(keyOf(id)))?.value as Draft | null | undefined) ?? null;
  const stepsOf = (id: WorkflowId, from: number, below = Infinity) =>
    draftSteps.where('[workflowId+n]').between([id, from], [id, below]);
  const write = async (id: WorkflowId, value: Draft | null) => {
    const setting = { key: keyOf(id), value };
    await settings.put(setting);
    await enqueue(database, { kind: 'setting', ...setting });
  };
  const around = [settings, draftSteps, meta, owner, copyQueue];
  return {
    get: (id) => attempt('read', keyOf(id), () => read(id)),
    steps: (id) =>
      attempt('read', keyOf(id), async () => {
        const rows = await stepsOf(id, 0).toArray();
        return rows.map(({ n, changes, inverse }): DraftStep => ({ n, changes, inverse }));
      }),
    save: ({ draft, stepsFrom, steps, forgetBelow }, expected) =>
      attempt('write', keyOf(draft.workflowId), () =>
        database.transaction('rw', around, async () => {
          await requireStore(database);
          const { workflowId } = draft;
          if (((await read(workflowId))?.revision ?? null) !== expected) return false;
          await stepsOf(workflowId, stepsFrom).delete();
          if (forgetBelow > 0) await stepsOf(workflowId, 0, forgetBelow).delete();
          await draftSteps.bulkPut(steps.map((step) => ({ workflowId, ...step })));
          await write(workflowId, draft);
          return true;
        }),
      ),
    remove: (id) =>
      attempt('write', keyOf(id), () =>
        database.transaction('rw', around, async () => {
          await requireStore(database);
          await stepsOf(id, 0).delete();
          if ((await read(id)) !== null) await write(id, null);
        }),
      ),
  };
}
