import { lastBackupKey } from '#ports/backup.ts';
import type { Clock } from '#ports/clock.ts';
import type { BackupMessage, StorageView } from '#ports/engine-api.ts';
import type { AskQuota } from '#ports/quota.ts';
import type { Store } from '#ports/store.ts';

/** What the storage screen shows. */
export async function storageView(store: Store, askQuota: AskQuota): Promise<StorageView> {
  const { usedBytes, quotaBytes, isPersistent } = await askQuota();
  const at = await store.settings.get(lastBackupKey);
  const lastBackupAt = typeof at === 'number' ? at : null;
  return { usedBytes, quotaBytes, isPersistent, safeCopy: store.safeCopy.view(), lastBackupAt };
}

/** Part by part. */
export async function writeBackup(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  port: MessagePort,
): Promise<void> {
  const send = (message: BackupMessage) => {
    port.postMessage(message);
  };
  const at = clock.now();
  try {
    for await (const bytes of store.backup.write()) send({ kind: 'part', bytes });
    send({ kind: 'end', fileName: 'millrace.backup', at });
  } catch (error) {
    send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
