import type { AskQuota } from '#ports/quota.ts';

/** Asked anew each time: what a person sees of it should be true now. */
export const askQuota: AskQuota = async () => {
  const { storage } = navigator;
  const [estimate, isPersistent] = await Promise.all([storage.estimate(), storage.persisted()]);
  return {
    usedBytes: estimate.usage ?? null,
    quotaBytes: estimate.quota ?? null,
    isPersistent,
  };
};
