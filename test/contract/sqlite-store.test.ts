import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#node/adapters/sqlite-store.ts';
import type { Store } from '#ports/store.ts';
import { createBackup } from '#storage/backup/backup.ts';
import { describeStore } from './store-contract.ts';

describeStore('an SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-store-'));
  const opened: Store[] = [];
  return {
    open: () => {
      const store = openSqliteStore(join(folder, 'journal.sqlite'), createBackup);
      opened.push(store);
      return Promise.resolve(store);
    },
    dispose: async () => {
      for (const store of opened) store.close();
      await rm(folder, { recursive: true });
    },
  };
});
