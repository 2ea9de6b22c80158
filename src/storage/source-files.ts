import type { OpenedFile, SourceFiles } from '#ports/source-files.ts';
import { requireStore } from './copy-queue.ts';
import { attempt, readOne, type MillraceDatabase, type StoredSource } from './database.ts';

/** Not in the library of types yet: https://wicg.github.io/file-system-access/ */
interface AskedHandle extends FileSystemFileHandle {
  queryPermission?(mode: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** Handles in the database; files without one as long as this realm lives. */
export function createSourceFiles(database: MillraceDatabase): SourceFiles {
  const { sources, meta } = database;
  const held = new Map<string, File>();
  const handleOf = async (id: string) => {
    const stored = await readOne<StoredSource>(database, 'sources', id);
    return stored?.handle ?? null;
  };
  return {
    keep: ({ name, handle, file }, known) =>
      attempt('write', name, async () => {
        const id = known ?? crypto.randomUUID();
        if (file instanceof File) held.set(id, file);
        if (handle === null) return id;
        await database.transaction('rw', [sources, meta], async () => {
          await requireStore(database);
          // The page hands over what the browser gave it.
          await sources.put({ id, name, handle: handle as FileSystemFileHandle });
        });
        held.delete(id);
        return id;
      }),
    open: async (id) => {
      const file = held.get(id);
      if (file !== undefined) return readable(file);
      const handle: AskedHandle | null = await handleOf(id);
      if (handle === null) return null;
      try {
        const state = await handle.queryPermission?.({ mode: 'read' });
        if (state !== undefined && state !== 'granted') return null;
        return await readable(await handle.getFile());
      } catch {
        // Moved, renamed or deleted since: the person can show where it is now.
        return null;
      }
    },
    handleOf,
  };
}

/** A file that was changed or deleted since it was picked opens, but cannot be read. */
async function readable(file: File): Promise<OpenedFile | null> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    // As above.
    return null;
  }
  const { name, size } = file;
  return { name, size, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
}
