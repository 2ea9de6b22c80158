import type { Inbox, Order } from '#ports/inbox.ts';
import { attempt, type MillraceDatabase, connectionOf } from './database.ts';
import { transact } from './transaction.ts';

export function createInbox(database: MillraceDatabase): Inbox {
  return {
    put: (order) => attempt('write', order.id, () => addOnce(connectionOf(database), order)),
    list: () =>
      attempt('read', 'the inbox', async () =>
        (await database.inbox.orderBy('[at+id]').toArray()).map((row) => row.order),
      ),
  };
}

/** One request; a row with the same id stays as it is. */
function addOnce(connection: IDBDatabase, order: Order): Promise<void> {
  return transact(connection, {
    stores: ['inbox'],
    strict: true,
    record: order.id,
    fence: null,
    needsStore: true,
    issue: (transaction) => {
      const adding = transaction.objectStore('inbox').add({ id: order.id, at: order.at, order });
      adding.onerror = (event) => {
        // Known already: that is no failure of the transaction.
        if (adding.error?.name === 'ConstraintError') event.preventDefault();
      };
    },
  });
}
