import { FencedError, type Journal } from '#ports/journal.ts';
import type { Ownership } from '#ports/ownership.ts';
import type { SafeCopy } from '#ports/safe-copy.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import { takeOver, type TakeOverParts } from './copy/take-over.ts';
import { attempt } from './database.ts';
import type { Link } from './link.ts';
import { createJournal, type Tenure } from './journal.ts';

export interface Seat {
  readonly ownership: Ownership;
  readonly journal: Journal;
  readonly safeCopy: SafeCopy;
  readonly tenure: () => Tenure | null;
  close(): void;
}

interface Parts {
  readonly copy: Omit<TakeOverParts, 'expects' | 'goodbye'>;
  /** The epoch that the owner before this one said goodbye to; null when it said nothing. */
  readonly goodbye: number | null;
  readonly connection: () => IDBDatabase;
  readonly link: Link;
}

/** What one connection may do as the owner, once it has become it. */
export function createSeat({ copy: parts, goodbye, connection, link }: Parts): Seat {
  let tenure: Tenure | null = null;
  let unreadable: string | null = null;
  const leave = () => {
    tenure?.copy?.close();
    tenure = null;
  };
  const journal = createJournal(connection, () => tenure);
  /** What the browser drops on a full disk may come back by itself. */
  const noting = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (link.gone !== null) throw link.gone;
    try {
      return await attempt('write', 'the owner', work);
    } catch (error) {
      throw await link.judge(error);
    }
  };
  return {
    ownership: {
      take: () =>
        noting(async () => {
          leave();
          await link.open();
          const { expects } = link;
          const taken = await takeOver({ ...parts, expects, goodbye }).catch((error: unknown) => {
            if (error instanceof CopyUnreadableError) unreadable = error.message;
            throw error;
          });
          unreadable = null;
          link.sawStore();
          const { epoch, tab, copy, before, healed } = taken;
          tenure = { epoch, tab, copy, commit: 0 };
          return { epoch, goodbye: before === null || goodbye === before, healed };
        }),
    },
    journal: {
      commit: (commit) => noting(() => journal.commit(commit)),
      barrier: () => noting(() => journal.barrier()),
    },
    safeCopy: {
      view: () => {
        if (unreadable !== null) return { kind: 'unreadable', reason: unreadable };
        if (parts.folder === null) return { kind: 'none' };
        const copy = tenure?.copy ?? null;
        if (copy?.isFull === true) return { kind: 'full' };
        return { kind: 'ok', bytes: copy?.bytes ?? 0, copiedAt: copy?.copiedAt ?? null };
      },
      drain: async () => {
        if (tenure === null) throw new FencedError('This page does not own the safe copy');
        if (tenure.copy !== null) await tenure.copy.drain();
        else await forgetQueue(parts, tenure);
      },
    },
    tenure: () => tenure,
    close: leave,
  };
}

/** Without a safe copy nobody waits for these rows; one that comes later begins with everything. */
async function forgetQueue(
  { tables }: Pick<TakeOverParts, 'tables'>,
  tenure: Tenure,
): Promise<void> {
  const queue = await tables.readQueue(tenure);
  if (queue.length > 0) await tables.apply(tenure, { doneQueue: queue.map(({ n }) => n) });
}
