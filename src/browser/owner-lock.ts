export interface OwnerLock {
  /** Whether another tab held it when we asked. */
  readonly isTaken: boolean;
  /** Resolves when it is ours; it stays so until this realm ends. */
  readonly granted: Promise<void>;
}

const lockName = 'millrace-owner';

/**
 * The Web Lock that says which tab drives executions. Held by the engine worker, so it is free as
 * soon as that worker is gone, however it went.
 * @returns null where the browser has no Web Locks.
 */
export async function askForOwnerLock(): Promise<OwnerLock | null> {
  if (!('locks' in navigator)) return null;
  const { locks } = navigator;
  const isFree = Promise.withResolvers<boolean>();
  const granted = Promise.withResolvers<undefined>();
  const hold = () => {
    granted.resolve(undefined);
    // Never settles: the lock is kept until the worker ends.
    return new Promise<never>(() => undefined);
  };
  locks
    .request(lockName, { ifAvailable: true }, (lock) => {
      isFree.resolve(lock !== null);
      return lock === null ? undefined : hold();
    })
    .catch(granted.reject);
  if (await isFree.promise) return { isTaken: false, granted: granted.promise };
  locks.request(lockName, hold).catch(granted.reject);
  return { isTaken: true, granted: granted.promise };
}
