import type { RestoreResult } from '#ports/engine-api.ts';

/** Everything as one file: workflows, versions, executions with their outputs, settings. */
export interface Backup {
  /** In parts, so that nothing is held in memory whole. */
  write(): AsyncIterable<Uint8Array>;
  /**
   * Adds what is not here; what is here stays, and nothing is half written: an execution comes whole
   * or not at all. `open` is called once for each pass, and begins at the first byte.
   * A file cut short or of another kind is refused before anything is written.
   */
  restore(open: () => AsyncIterable<Uint8Array>): Promise<RestoreResult>;
}
