import type { Inbox, Order } from '#ports/inbox.ts';
import type { Collection } from 'dexie';
import { attempt, connectionOf, type MillraceDatabase, type StoredOrder } from './database.ts';
import { transact } from './transaction.ts';

export function createInbox(database: MillraceDatabase): Inbox {
  const writer = new GroupWriter(() => connectionOf(database));
  return {
    put: (order) => attempt('write', order.id, () => writer.put(order)),
    list: () =>
      attempt('read', 'the inbox', async () =>
        (await waiting(database).toArray()).map(({ order }) => order),
      ),
  };
}

/** Oldest first; those of runs that were removed are not in this index. */
export function waiting(database: MillraceDatabase): Collection<StoredOrder, string> {
  return database.inbox.orderBy('[at+id]') as Collection<StoredOrder, string>;
}

/** Orders that come while one is being written share the next strict transaction. */
class GroupWriter {
  readonly #connection: () => IDBDatabase;
  #waiting: Order[] = [];
  #next: Promise<void> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(connection: () => IDBDatabase) {
    this.#connection = connection;
  }

  put(order: Order): Promise<void> {
    this.#waiting.push(order);
    if (this.#next !== null) return this.#next;
    const next = this.#last.then(() => {
      const orders = this.#waiting;
      this.#waiting = [];
      this.#next = null;
      return addOnce(this.#connection(), orders);
    });
    this.#next = next;
    // A failure is told to those who put; the ones after them try for themselves.
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** A row with a known id stays as it is. */
function addOnce(connection: IDBDatabase, orders: readonly Order[]): Promise<void> {
  return transact(connection, {
    stores: ['inbox'],
    strict: true,
    record: 'the inbox',
    fence: null,
    needsStore: true,
    issue: (transaction) => {
      for (const order of orders) {
        const adding = transaction.objectStore('inbox').add({ id: order.id, at: order.at, order });
        adding.onerror = (event) => {
          // Known already: that is no failure of the transaction.
          if (adding.error?.name === 'ConstraintError') event.preventDefault();
        };
      }
    },
  });
}
