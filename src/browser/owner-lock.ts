import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';

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

/** Held until it is released, this realm ends, or another steals it, which rejects the request. */
async function request(
  options: LockOptions,
  answer: (held: HeldLock | null) => void,
): Promise<void> {
  const lost = Promise.withResolvers<undefined>();
  const state = { isHeld: false };
  const asking = navigator.locks.request(lockName, options, (lock) => {
    state.isHeld = lock !== null;
    if (lock === null) {
      answer(null);
      return undefined;
    }
    const released = Promise.withResolvers<undefined>();
    const release = () => {
      released.resolve(undefined);
    };
    answer({ lost: lost.promise, release });
    return released.promise;
  });
  try {
    await asking;
  } catch (error) {
    if (!state.isHeld) throw error;
    lost.resolve(undefined);
  }
}
