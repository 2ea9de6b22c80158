import type { Draft, DraftStep, DraftStore } from '#ports/draft-store.ts';
import { decode, encode, type Statements } from './sqlite-statements.ts';

export function createSqliteDrafts(store: Statements): DraftStore {
  const revisionOf = (id: string) => {
    const row = store.row('SELECT revision FROM drafts WHERE id = ?', id);
    return row === undefined ? null : Number(row['revision']);
  };
  return {
    get: async (id) => {
      await Promise.resolve();
      const row = store.row('SELECT body FROM drafts WHERE id = ?', id);
      return row === undefined ? null : decode<Draft>(row);
    },
    steps: async (id) => {
      await Promise.resolve();
      const rows = store.rows('SELECT body FROM draftSteps WHERE id = ? ORDER BY n', id);
      return rows.map((row) => decode<DraftStep>(row));
    },
    save: async ({ draft, stepsFrom, steps, forgetBelow }, expected) => {
      await Promise.resolve();
      const { workflowId: id, revision } = draft;
      let isSaved = false;
      store.transaction('draft', true, () => {
        if (revisionOf(id) !== expected) return;
        const sql = 'DELETE FROM draftSteps WHERE id = ? AND (n >= ? OR n < ?)';
        store.run(sql, id, stepsFrom, forgetBelow);
        for (const step of steps) {
          store.run('INSERT INTO draftSteps VALUES (?, ?, ?)', id, step.n, encode(step));
        }
        store.run('INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)', id, revision, encode(draft));
        isSaved = true;
      });
      return isSaved;
    },
    remove: async (id) => {
      await Promise.resolve();
      store.transaction('draft', true, () => {
        store.run('DELETE FROM drafts WHERE id = ?', id);
        store.run('DELETE FROM draftSteps WHERE id = ?', id);
      });
    },
  };
}
