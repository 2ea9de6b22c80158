import type { Forward } from './forward.ts';
import type { Placed } from './pack.ts';
import { gridPx, onGrid } from './size.ts';
import type { Spacing } from './size.ts';

/** Kept free between a task that gets out of the way and any other. */
const marginPx = 16;
const stepsMost = 4_000;

/**
 * Moves free tasks along with the fixed ones they hang on, and then aside until they lie on nothing.
 * Fixed ones stay as they are, also on top of each other.
 * @param fixed where tasks stand along and across the flow, or null; changed in place are the rest.
 */
export function avoidFixed(
  placed: Placed,
  fixed: readonly ({ readonly along: number; readonly across: number } | null)[],
  { before, after, order }: Forward,
  spacing: Spacing,
): void {
  const taken = new Taken(spacing);
  const moved = {
    along: new Float64Array(fixed.length),
    across: new Float64Array(fixed.length),
    isKnown: new Uint8Array(fixed.length),
  };
  const common = { along: 0, across: 0, count: 0 };
  fixed.forEach((one, task) => {
    if (one === null) return;
    moved.along[task] = one.along - (placed.along[task] ?? 0);
    moved.across[task] = one.across - (placed.across[task] ?? 0);
    moved.isKnown[task] = 1;
    common.along += moved.along[task] ?? 0;
    common.across += moved.across[task] ?? 0;
    common.count += 1;
    placed.along[task] = one.along;
    placed.across[task] = one.across;
    taken.add(one.along, one.across);
  });
  const meanOf = (neighbours: readonly number[]): { along: number; across: number } | null => {
    const sum = { along: 0, across: 0, count: 0 };
    for (const one of neighbours) {
      if (moved.isKnown[one] !== 1) continue;
      sum.along += moved.along[one] ?? 0;
      sum.across += moved.across[one] ?? 0;
      sum.count += 1;
    }
    return sum.count === 0
      ? null
      : { along: sum.along / sum.count, across: sum.across / sum.count };
  };
  for (const task of order) {
    if (fixed[task] !== null) continue;
    const own = before[task] ?? [];
    const by = meanOf(own) ??
      meanOf(after[task] ?? []) ?? {
        along: common.along / common.count,
        across: common.across / common.count,
      };
    moved.along[task] = by.along;
    moved.across[task] = by.across;
    moved.isKnown[task] = 1;
    let along = onGrid((placed.along[task] ?? 0) + by.along);
    for (const one of own) {
      const least = (placed.along[one] ?? 0) + spacing.along + spacing.layerGap;
      along = Math.max(along, Math.ceil(least / gridPx) * gridPx);
    }
    const across = taken.freeNear(along, onGrid((placed.across[task] ?? 0) + by.across));
    placed.along[task] = along;
    placed.across[task] = across;
    taken.add(along, across);
  }
}

/** Which room is taken: tasks by the square they stand in. */
class Taken {
  readonly #squares = new Map<string, { readonly along: number; readonly across: number }[]>();
  readonly #along: number;
  readonly #across: number;

  constructor(spacing: Spacing) {
    this.#along = spacing.along + marginPx;
    this.#across = spacing.across + marginPx;
  }

  add(along: number, across: number): void {
    const key = this.#keyOf(along, across, 0, 0);
    const square = this.#squares.get(key) ?? [];
    square.push({ along, across });
    this.#squares.set(key, square);
  }

  /** The nearest free place across the flow; beyond any task when all near ones are taken. */
  freeNear(along: number, across: number): number {
    for (let step = 0; step < stepsMost; step += 1) {
      const aside = Math.ceil(step / 2) * gridPx * 2 * (step % 2 === 1 ? 1 : -1);
      if (this.#isFree(along, across + aside)) return across + aside;
    }
    let beyond = across;
    while (!this.#isFree(along, beyond)) beyond += this.#across;
    return onGrid(beyond);
  }

  #isFree(along: number, across: number): boolean {
    for (let square = 0; square < 9; square += 1) {
      const key = this.#keyOf(along, across, (square % 3) - 1, Math.floor(square / 3) - 1);
      const isTaken = this.#squares
        .get(key)
        ?.some(
          (one) =>
            Math.abs(one.along - along) < this.#along &&
            Math.abs(one.across - across) < this.#across,
        );
      if (isTaken === true) return false;
    }
    return true;
  }

  #keyOf(along: number, across: number, right: number, down: number): string {
    const column = Math.floor(along / this.#along) + right;
    const row = Math.floor(across / this.#across) + down;
    return `${String(column)} ${String(row)}`;
  }
}
