import { describe, expect, test } from 'vitest';
import { FencedError, NewerBuildError, StoreGoneError } from '#ports/journal.ts';
import type { OwnerRow } from './database.ts';
import { refuseClaim, refuseOwner, refuseStore, writerVersion } from './fence.ts';

const fence = { epoch: 3, tab: 'a' };
const copied = { epoch: 0, commit: 0 };
const row: OwnerRow = { key: 'owner', epoch: 3, tab: 'a', code: writerVersion, copied };

describe('an owner', () => {
  test('writes while the row is its own', () => {
    expect(refuseOwner(row, fence)).toBeNull();
    expect(refuseOwner(undefined, null)).toBeNull();
  });

  test('is fenced by another, and told when that is a newer build', () => {
    expect(refuseOwner({ ...row, epoch: 4 }, fence)).toBeInstanceOf(FencedError);
    expect(refuseOwner({ ...row, tab: 'b' }, fence)).toBeInstanceOf(FencedError);
    const newer = { ...row, epoch: 4, code: writerVersion + 1 };
    expect(refuseOwner(newer, fence)).toBeInstanceOf(NewerBuildError);
  });

  test('whose row is gone is not fenced: its store has vanished', () => {
    expect(refuseOwner(undefined, fence)).toBeInstanceOf(StoreGoneError);
  });
});

describe('a writer', () => {
  test('is refused when there is no store, but by who is about to create one', () => {
    expect(refuseStore(undefined, true)).toBeInstanceOf(StoreGoneError);
    expect(refuseStore(undefined, false)).toBeNull();
    expect(refuseStore({ minWriter: writerVersion }, true)).toBeNull();
  });

  test('of an older build than the store asks for is refused', () => {
    expect(refuseStore({ minWriter: writerVersion + 1 }, true)).toBeInstanceOf(NewerBuildError);
  });
});

describe('a claim', () => {
  test('of an older build than the owner before is refused', () => {
    expect(refuseClaim(undefined, { code: writerVersion + 1 })).toBeInstanceOf(NewerBuildError);
    expect(refuseClaim({ minWriter: 2 }, undefined, 1)).toBeInstanceOf(NewerBuildError);
  });

  test('of the same build, of a newer one, or of the first is not', () => {
    expect(refuseClaim({ minWriter: 1 }, { code: 1 }, 1)).toBeNull();
    expect(refuseClaim({ minWriter: 1 }, { code: 1 }, 2)).toBeNull();
    expect(refuseClaim(undefined, undefined)).toBeNull();
  });
});
