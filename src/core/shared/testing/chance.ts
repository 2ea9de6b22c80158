import { seededRandom, type Random } from '#core/shared/random.ts';

/** Choices by a seed for random tests, so that what was found can be found again. */
export class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  next(): number {
    return this.#random();
  }
  below(count: number): number {
    return Math.floor(this.#random() * count);
  }
  is(part: number): boolean {
    return this.#random() < part;
  }
  of<Item>(list: readonly Item[]): Item {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('Nothing to choose from.');
    return item;
  }
  some<Item>(list: readonly Item[], part: number): Item[] {
    return list.filter(() => this.is(part));
  }
}
