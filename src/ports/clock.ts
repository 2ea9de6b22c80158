import type { Instant } from '#core/shared/ids.ts';

export interface Clock {
  /** Wall time; may jump in either direction. */
  now(): Instant;
  /** Milliseconds of awake time since some moment; never falls. */
  monotonic(): number;
  /** Calls back once after about `ms`; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}
