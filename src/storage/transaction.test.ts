import { describe, expect, test } from 'vitest';
import { FencedError, NewerBuildError, StoreGoneError } from '#ports/journal.ts';
import { writerVersion, type OwnerRow } from './database.ts';
import { refuseOwner } from './transaction.ts';

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
