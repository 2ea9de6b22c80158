import type { ContentHash } from '#core/shared/ids.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { CopyAside } from './copy/folder.ts';
import { attempt, type MillraceDatabase } from './database.ts';
import { isLocked } from './opfs-folder.ts';

const folderName = 'artifacts';
const textsName = 'texts';
/** Tabs that were put to sleep while they wrote the same bytes. */
const rivalsMax = 4;

/**
 * Bytes as files of the origin's private file system, flushed and closed before `put` returns. The
 * name is the hash, and what is read is checked against it: a torn file is no file. One that a tab
 * holds which sleeps is left to it, and the same bytes are written beside.
 */
export function createFileArtifacts(root: FileSystemDirectoryHandle): ArtifactStore {
  return createFiles(root.getDirectoryHandle(folderName, { create: true }));
}

/**
 * Long texts of the safe copy, as files of the same kind in a folder of their own: what lies here is
 * named by frames alone. One that is freed stays as an empty file, since names are never removed
 * (durability.md, section 4).
 */
export function createTextFiles(
  root: FileSystemDirectoryHandle,
): Omit<CopyAside, 'inlineUnitsMax'> {
  const folder = root.getDirectoryHandle(textsName, { create: true });
  const files = createFiles(folder);
  return {
    put: (hash, bytes) => files.put(hash as ContentHash, bytes),
    get: (hash) => files.get(hash as ContentHash),
    list: () => attempt('read', 'the texts', async () => listFull(await folder)),
    free: (hash, confirm) =>
      attempt('write', hash, async () => {
        for (const name of namesOf(nameOf(hash))) await freeFile(await folder, name, confirm);
      }),
  };
}

function createFiles(folder: Promise<FileSystemDirectoryHandle>): ArtifactStore {
  return {
    put: (hash, bytes) =>
      attempt('write', hash, async () => {
        const handle = await openFree(await folder, nameOf(hash));
        try {
          // Never cut what is good: an earlier event may name these bytes, and this tab may die here.
          if (!holds(handle, bytes)) {
            handle.truncate(0);
            writeAll(handle, bytes);
          }
          handle.flush();
        } finally {
          handle.close();
        }
      }),
    get: (hash) =>
      attempt('read', hash, async () => {
        for (const name of namesOf(nameOf(hash))) {
          const bytes = await readFile(await folder, name);
          if (bytes !== null && (await hashOf(bytes)) === hash) return bytes;
        }
        return null;
      }),
  };
}

/** Where the browser has no private file system: one row for each. */
export function createTableArtifacts(database: MillraceDatabase): ArtifactStore {
  return {
    put: (hash, bytes) =>
      attempt('write', hash, async () => {
        await database.artifacts.put({ hash, bytes });
      }),
    get: (hash) =>
      attempt('read', hash, async () => (await database.artifacts.get(hash))?.bytes ?? null),
  };
}

function nameOf(hash: string): string {
  return hash.replace(/[^0-9a-z]/g, '-');
}

/** Hashes of those that are not empty; what else lies there is none of ours. */
async function listFull(folder: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const hashes = new Set<string>();
  for await (const handle of folder.values()) {
    const name = /^sha256-([0-9a-f]{64})(?:\.\d+)?$/.exec(handle.name);
    if (name === null || handle.kind !== 'file') continue;
    if ((await handle.getFile()).size > 0) hashes.add(`sha256:${String(name[1])}`);
  }
  return [...hashes];
}

/**
 * Held while it is asked whether this is still the owner: whoever owns the copy by the time it is
 * emptied has found it locked, and has put the same bytes beside. One that another holds stays.
 */
async function freeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  confirm: () => Promise<unknown>,
): Promise<void> {
  const file = await openKnown(folder, name);
  if (file === null) return;
  try {
    if (file.getSize() === 0) return;
    await confirm();
    file.truncate(0);
    file.flush();
  } finally {
    file.close();
  }
}

async function openKnown(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemSyncAccessHandle | null> {
  try {
    return await (await folder.getFileHandle(name)).createSyncAccessHandle();
  } catch (error) {
    if (isLocked(error) || isMissing(error)) return null;
    throw error;
  }
}

function namesOf(name: string): readonly string[] {
  return Array.from({ length: rivalsMax }, (_, n) => (n === 0 ? name : `${name}.${String(n)}`));
}

async function openFree(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemSyncAccessHandle> {
  let locked: unknown = null;
  for (const one of namesOf(name)) {
    const file = await folder.getFileHandle(one, { create: true });
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (!isLocked(error)) throw error;
      locked = error;
    }
  }
  throw locked;
}

function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    // A copy, because the bytes may lie on memory that is shared with nobody we know.
    const count = handle.write(bytes.slice(written), { at: written });
    if (count === 0) throw new DOMException('The file took no more bytes', 'QuotaExceededError');
    written += count;
  }
}

function holds(handle: FileSystemSyncAccessHandle, bytes: Uint8Array): boolean {
  if (handle.getSize() !== bytes.length) return false;
  const there = new Uint8Array(bytes.length);
  handle.read(there, { at: 0 });
  return there.every((byte, index) => byte === bytes[index]);
}

async function readFile(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
