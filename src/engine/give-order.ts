import type { Inbox, Order } from '#ports/inbox.ts';
import type { Engine } from './engine.ts';
import { UnknownVersionError } from './order-taker.ts';

interface Parts {
  readonly inbox: Inbox;
  /** Null while this page drives nothing. */
  readonly engine: () => Engine | null;
  /** Tells the owner, wherever it is, that the inbox has something. */
  readonly poke: () => void;
}

/**
 * Gives an order to whoever drives. It goes through the inbox, so that nothing that happens to a tab
 * loses it; only the start of an execution that is new, in the tab that drives, is written once, as
 * the event that it becomes. In both cases this resolves when the order cannot be lost any more.
 * @param isNew whether the store knows no execution of this order.
 * @throws StorageFullError, UnknownVersionError
 */
export async function giveOrder(parts: Parts, order: Order, isNew: boolean): Promise<void> {
  const { inbox, engine, poke } = parts;
  const here = engine();
  if (here !== null && !here.isPaused && order.kind === 'start' && isNew) {
    try {
      await here.start(order);
      return;
    } catch (reason) {
      if (engine() === here || reason instanceof UnknownVersionError) throw reason;
      // Its engine has ended. The order may have landed or not: the next owner finds out, by its id.
    }
  }
  await inbox.put(order);
  const driver = engine();
  if (driver === null || driver !== here) poke();
  else await driver.takeOrders([order]);
}
