import { describe, expect, test } from 'vitest';
import { StorageError, StorageFullError } from '#ports/journal.ts';
import type { MillraceDatabase } from './database.ts';
import { Link } from './link.ts';

/** A database that the browser refuses to open, without a word about the disk. */
function aRefusedDatabase() {
  let closed: () => void = () => undefined;
  let opens = 0;
  const database = {
    on: (_name: 'close', listener: () => void) => {
      closed = listener;
    },
    isOpen: () => false,
    open: () => {
      opens += 1;
      // As Dexie does.
      closed();
      return Promise.reject(new Error('Internal error opening backing store'));
    },
  };
  // All that a link asks of a database that does not open.
  return { database: database as unknown as MillraceDatabase, opens: () => opens };
}

function linkTo(database: MillraceDatabase, hasRoom: boolean) {
  const lost: string[] = [];
  const link = new Link({
    database,
    hasRoom: () => Promise.resolve(hasRoom),
    onLost: () => {
      lost.push('lost');
    },
    onGone: () => undefined,
  });
  return { link, lost };
}

describe('a database that does not open', () => {
  test('is full when the disk takes nothing', async () => {
    const { link } = linkTo(aRefusedDatabase().database, false);

    await expect(link.open()).rejects.toThrow(StorageFullError);
  });

  test('is broken when the disk has room', async () => {
    const { link } = linkTo(aRefusedDatabase().database, true);

    await expect(link.open()).rejects.toThrow(StorageError);
  });

  test('is nothing that was lost, and is not tried again by its own closing', async () => {
    const { database, opens } = aRefusedDatabase();
    const { link, lost } = linkTo(database, true);

    await link.open().catch(() => undefined);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });

    expect(lost).toEqual([]);
    expect(opens()).toBe(1);
  });
});
