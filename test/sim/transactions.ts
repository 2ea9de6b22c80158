import type { World } from './world.ts';

interface Made {
  isDue: boolean;
  readonly land: () => void;
}

/**
 * The order of one database's transactions, of all tabs together. In IndexedDB none overtakes another
 * that was made before it when their scopes overlap and one of them writes: as all that write have the
 * owner's row in theirs, they land as they were made, and a read sees what was made before it.
 */
export class Transactions {
  readonly #world: World;
  readonly #made: Made[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** @param land called once, not before the delay and not before those made earlier have landed. */
  make(delayMs: number, land: () => void): void {
    const own: Made = { isDue: false, land };
    this.#made.push(own);
    this.#world.at(delayMs, () => {
      own.isDue = true;
      while (this.#made[0]?.isDue === true) this.#made.shift()?.land();
    });
  }
}
