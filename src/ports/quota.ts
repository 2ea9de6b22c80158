/** What the platform says of room and permanence; null where it says nothing. */
export interface Quota {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly isPersistent: boolean | null;
}

export type AskQuota = () => Promise<Quota>;
