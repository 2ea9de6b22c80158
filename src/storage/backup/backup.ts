import type { Archive, Backup, BackupOptions } from '#ports/backup.ts';
import { lastBackupKey } from '#ports/backup.ts';
import { StorageFullError } from '#ports/journal.ts';
import { NotABackupError } from './parts.ts';
import { checkBackup, fillFrom } from './restore.ts';
import { writeBackup } from './write.ts';

/** Backup and restore over any store (STO-14). */
export function createBackup(archive: Archive, { now, onWritten }: BackupOptions): Backup {
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
        if (error instanceof NotABackupError) return { kind: 'notABackup', reason: error.reason };
        if (error instanceof StorageFullError) return { kind: 'notRestored', reason: 'diskFull' };
        throw error;
      }
    },
  };
}
