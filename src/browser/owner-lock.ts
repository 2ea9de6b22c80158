import type { OwnerLock } from '#ports/owner-lock.ts';

const lockName = 'millrace-owner';

/**
 * The Web Lock that says which tab drives executions. Held by the engine worker, so it is free as
 * soon as that worker is gone, however it went.
 * @returns null where the browser has no Web Locks.
 */
export function createOwnerLock(): OwnerLock | null {
  if (!('locks' in navigator)) return null;
  return {
    tryTake: () =>
      new Promise((resolve, reject) => {
        request({ ifAvailable: true }, resolve).catch(reject);
      }),
    wait: (signal) =>
      new Promise((resolve, reject) => {
        request({ signal }, resolve).catch(reject);
      }),
    steal: () =>
      new Promise((resolve, reject) => {
        request({ steal: true }, resolve).catch(reject);
      }),
  };
}

/** Held until this realm ends or another steals it, which rejects the request. */
async function request(
  options: LockOptions,
  answer: (held: { readonly lost: Promise<void> } | null) => void,
): Promise<void> {
  const lost = Promise.withResolvers<undefined>();
  let isHeld = false;
  const asking = navigator.locks.request(lockName, options, (lock) => {
    isHeld = lock !== null;
    answer(isHeld ? { lost: lost.promise } : null);
    return isHeld ? new Promise<never>(() => undefined) : undefined;
  });
  try {
    await asking;
  } catch (error) {
    if (!isHeld) throw error;
    lost.resolve(undefined);
  }
}
