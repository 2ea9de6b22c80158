import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { ContentHash } from '#core/shared/ids.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { createArchive } from './archive.ts';
import { createFileArtifacts, createTableArtifacts, createTextFiles } from './artifact-files.ts';
import { createBackup } from './backup/backup.ts';
import type { CopyAside } from './copy/folder.ts';
import { createCopyTables } from './copy-tables.ts';
import { MillraceDatabase, connectionOf } from './database.ts';
import { createDrafts } from './drafts.ts';
import { createExecutions } from './executions.ts';
import { createInbox } from './inbox.ts';
import { createOpfsFolder } from './opfs-folder.ts';
import { hasRoom } from './room.ts';
import { Link } from './link.ts';
import { createSeat, type Seat } from './ownership.ts';
import { createSettings } from './settings.ts';
import { createSourceFiles } from './source-files.ts';
import { createWorkflows } from './workflows.ts';

export interface StoreOptions {
  readonly name: string;
  /** Which tab this is; a new one each time the page is loaded. */
  readonly tab: string;
  /** The epoch that the owner before this one said goodbye to; null when it said nothing. */
  readonly goodbye: number | null;
  /**
   * The database was closed under us: cleared site data or a failing disk, or a newer build that
   * wants to change it (`NewerBuildError`).
   */
  readonly onGone?: (reason: Error) => void;
  /** Where files lie; by default the root of the origin's private file system. */
  readonly root?: FileSystemDirectoryHandle;
}

const mebibyte = 1024 * 1024;
/** A text of a million characters does not go through every rewriting of a slot. */
const inlineUnitsMax = mebibyte;
/** The reserve holds any one frame. */
const copyLimits = { slotBytes: 64 * mebibyte, ballastBytes: 8 * mebibyte };

/**
 * Every store port on one IndexedDB database. It makes its own tables.
 * @throws StorageError when the browser lets no database be opened here.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { name, tab, goodbye } = options;
  const database = new MillraceDatabase(name);
  const root = await privateFiles(options.root);
  const folder = root === null ? null : createOpfsFolder(root);
  const link = new Link({
    database,
    hasRoom: () => (folder === null ? Promise.resolve(true) : hasRoom(folder)),
    onLost: () => {
      seat.close();
    },
    onGone: options.onGone ?? (() => undefined),
  });
  try {
    await link.open();
  } catch (error) {
    if (!(error instanceof StorageFullError)) throw error;
    // Whoever takes over says so, and goes on when there is room.
    link.keepOpening();
  }
  const artifacts = root === null ? createTableArtifacts(database) : createFileArtifacts(root);
  const seat: Seat = createSeat({
    link,
    copy: {
      tables: createCopyTables(database, tab),
      folder,
      aside: root === null ? noTexts : asideIn(root, artifacts),
      limits: copyLimits,
      newStoreId: () => crypto.randomUUID(),
      now: () => Date.now(),
    },
    goodbye,
    connection: () => connectionOf(database),
  });
  const executions = createExecutions(database);
  const settings = createSettings(database);
  const archive = createArchive({ database, artifacts, tenure: seat.tenure });
  return {
    ownership: seat.ownership,
    journal: seat.journal,
    safeCopy: seat.safeCopy,
    executions,
    inbox: createInbox(database),
    workflows: createWorkflows(database),
    drafts: createDrafts(database),
    sources: createSourceFiles(database),
    settings,
    backup: createBackup(archive, {
      now: () => Date.now(),
      onWritten: (key, at) => settings.set(key, at),
    }),
    artifacts,
    close: () => {
      seat.close();
      link.close();
    },
  };
}

/** Null where there is none, as in some private windows. */
async function privateFiles(
  root?: FileSystemDirectoryHandle,
): Promise<FileSystemDirectoryHandle | null> {
  if (!('FileSystemSyncAccessHandle' in globalThis)) return null;
  try {
    return root ?? (await navigator.storage.getDirectory());
  } catch {
    // Refused is as good as absent; the storage page says that there is no safe copy.
    return null;
  }
}

function asideIn(root: FileSystemDirectoryHandle, artifacts: ArtifactStore): CopyAside {
  const texts = createTextFiles(root);
  return {
    ...texts,
    inlineUnitsMax,
    // Builds before this one put them beside outputs, where nobody knows whose they are: they stay.
    get: async (hash) => (await texts.get(hash)) ?? artifacts.get(hash as ContentHash),
  };
}

/** Without files there is no safe copy, so no frame that could name one. */
const noTexts: CopyAside = {
  inlineUnitsMax,
  put: () => Promise.reject(new Error('There is no private file system')),
  get: () => Promise.resolve(null),
  list: () => Promise.resolve([]),
  free: () => Promise.resolve(),
};
