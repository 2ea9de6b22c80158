import type { Archive, Backup } from '#ports/backup.ts';
import { lastBackupKey } from '#ports/backup.ts';
import { StorageFullError } from '#ports/journal.ts';
import { NotABackupError } from './parts.ts';
import { checkBackup, fillFrom } from './restore.ts';
import { writeBackup } from './write.ts';

/** Backup and restore over any store (STO-14). */
export function createBackup(
  archive: Archive,
  {
    now,
    onWritten,
  }: {
    readonly now: () => number;
    /** With `lastBackupKey`, to be kept as a setting. */
    readonly onWritten: (key: string, at: number) => Promise<void>;
  },
): Backup {
  return {
    write: async function* () {
      const at = now();
      yield* writeBackup(archive, at);
      await onWritten(lastBackupKey, at);
    },
    restore: async (open) => {
      if (!archive.isOwner()) return { kind: 'notRestored', reason: 'notOwner' };
      try {
        await checkBackup(open());
        return { kind: 'restored', ...(await fillFrom(archive, open())) };
      } catch (error) {
        if (error instanceof NotABackupError) return { kind: 'notABackup', reason: error.message };
        if (error instanceof StorageFullError) return { kind: 'notRestored', reason: 'diskFull' };
        throw error;
      }
    },
  };
}
