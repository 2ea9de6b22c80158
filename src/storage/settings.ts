import type { JsonValue } from '#core/shared/json.ts';
import type { Settings } from '#ports/settings.ts';
import { enqueue, requireStore } from './copy-queue.ts';
import { attempt, type MillraceDatabase } from './database.ts';

export function createSettings(database: MillraceDatabase): Settings {
  const { settings, meta, owner, copyQueue } = database;
  return {
    get: (key) =>
      attempt('read', key, async () => {
        const setting = await settings.get(key);
        // Only `set` writes it.
        return (setting?.value as JsonValue | undefined) ?? null;
      }),
    set: (key, value) =>
      attempt('write', key, () =>
        database.transaction('rw', [settings, meta, owner, copyQueue], async () => {
          await requireStore(database);
          await settings.put({ key, value });
          await enqueue(database, { kind: 'setting', key, value });
        }),
      ),
  };
}
