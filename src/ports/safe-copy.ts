import type { SafeCopyView } from '#ports/engine-api.ts';

/** The copy of everything that was shown, beside the database (durability.md, section 4). */
export interface SafeCopy {
  view(): SafeCopyView;
  /**
   * Definitions and deletions that wait in the copy queue are written, flushed and taken off it.
   * Only the owner calls it; only after it returns a tab may say "Saved".
   */
  drain(): Promise<void>;
}

/** The copy is there and cannot be read; that is not the same as an empty one. */
export class CopyUnreadableError extends Error {
  override readonly name = 'CopyUnreadableError';

  constructor(record: string, cause: unknown) {
    super(
      `Could not read ${record} of the safe copy: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
    this.cause = cause;
  }
}
