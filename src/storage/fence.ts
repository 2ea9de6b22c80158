import { FencedError, NewerBuildError, StoreGoneError } from '#ports/journal.ts';
import type { Fence } from './copy/tables.ts';
import type { MetaRow, OwnerRow } from './database.ts';

/**
 * Who may write (durability.md, sections 1 and 3), as functions of what a transaction has read, so
 * that every store asks the same: the database of the browser and the simulator's.
 * `code` is what the asking build writes as.
 */

/** Raised when a newer build writes what this one would misread. */
export const writerVersion = 1;

/** Null when this owner is the one that is fenced for. */
export function refuseOwner(
  owner: Pick<OwnerRow, 'epoch' | 'tab' | 'code'> | undefined,
  fence: Fence | null,
  code: number = writerVersion,
): Error | null {
  if (fence === null) return null;
  if (owner === undefined) return new StoreGoneError('The store is gone');
  if (owner.epoch === fence.epoch && owner.tab === fence.tab) return null;
  return owner.code > code
    ? new NewerBuildError('A newer build owns this store')
    : new FencedError('Another tab has taken over');
}

/** A database that was dropped under an open page must not be half made anew. */
export function refuseStore(
  meta: Pick<MetaRow, 'minWriter'> | undefined,
  needsStore: boolean,
  code: number = writerVersion,
): Error | null {
  if (needsStore && meta === undefined) return new StoreGoneError('The store is gone');
  return (meta?.minWriter ?? 0) > code ? new NewerBuildError('A newer build writes here') : null;
}

/** Whether this build may become the owner; the lock alone does not know of builds. */
export function refuseClaim(
  meta: Pick<MetaRow, 'minWriter'> | undefined,
  owner: Pick<OwnerRow, 'code'> | undefined,
  code: number = writerVersion,
): Error | null {
  if ((owner?.code ?? 0) > code) return new NewerBuildError('A newer build owns this store');
  return refuseStore(meta, false, code);
}
