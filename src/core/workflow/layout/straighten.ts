import type { Layered } from './layers.ts';
import { onGrid } from './size.ts';
import type { Spacing } from './size.ts';

/** A long channel that bends on its way is worse than a task that stands aside. */
const passageWeight = 1_000;
/** Kept where it is, whatever others wish. */
const settledWeight = 1_000_000;
const passes = 5;
/** In a wider layer the lower one of two would let the whole drawing drift. */
const leanMost = 8;
/** Above it the mean does; a median of so many would cost more than it straightens. */
const medianMost = 48;

/**
 * Middles across the flow, from 0, in the order of the layers: each place level with the middle one
 * of its neighbours wherever there is room, so that runs are straight.
 */
export function straighten(layered: Layered, spacing: Spacing): Float64Array {
  const { layers, before, after, taskCount } = layered;
  const middles = new Float64Array(before.length);
  const gapsOf = layers.map((layer) => distances(layer, taskCount, spacing));
  layers.forEach((layer, level) => {
    layer.forEach((place, index) => (middles[place] = gapsOf[level]?.[index] ?? 0));
  });
  for (let pass = 0; pass < passes; pass += 1) {
    const isForth = pass % 2 === 0;
    const neighbours = isForth ? before : after;
    for (let step = 0; step < layers.length; step += 1) {
      const level = isForth ? step : layers.length - 1 - step;
      const layer = layers[level] ?? [];
      settle(layer, gapsOf[level] ?? [], {
        middles,
        wish: (place) => wishOf(neighbours[place] ?? [], middles, layer.length <= leanMost),
        weight: (place) => {
          const isOnTheWay = place >= taskCount && (neighbours[place]?.[0] ?? 0) >= taskCount;
          return isOnTheWay ? passageWeight : 1;
        },
      });
    }
  }
  drawNear(layered, middles, gapsOf);
  return fromZero(middles, spacing.across / 2);
}

/** What no task leads to moves level with what it leads to; all others stay. */
function drawNear(
  { layers, before, after, taskCount }: Layered,
  middles: Float64Array,
  gapsOf: readonly (readonly number[])[],
): void {
  const isLoose = new Uint8Array(before.length);
  for (const layer of layers) {
    for (const place of layer) {
      const own = before[place] ?? [];
      const follows = place >= taskCount && own.every((one) => isLoose[one] === 1);
      if (own.length === 0 || follows) isLoose[place] = 1;
    }
  }
  for (let level = layers.length - 1; level >= 0; level -= 1) {
    const layer = layers[level] ?? [];
    if (!layer.some((place) => isLoose[place] === 1)) continue;
    settle(layer, gapsOf[level] ?? [], {
      middles,
      wish: (place) =>
        isLoose[place] === 1 ? wishOf(after[place] ?? [], middles, true) : (middles[place] ?? 0),
      weight: (place) => {
        if (isLoose[place] !== 1) return settledWeight;
        return (after[place]?.[0] ?? 0) < taskCount ? 2 : 1;
      },
    });
  }
}

/** From the first place of a layer to each other: the least there has to be. */
function distances(layer: readonly number[], taskCount: number, spacing: Spacing): number[] {
  let sum = 0;
  return layer.map((place, index) => {
    const previous = layer[index - 1];
    if (previous === undefined) return 0;
    const tasks = Number(place < taskCount) + Number(previous < taskCount);
    if (tasks === 2) sum += spacing.taskToTask;
    else sum += tasks === 1 ? spacing.taskToPassage : spacing.passageToPassage;
    return sum;
  });
}

/** The lower middle one, so that one of two is straight and not both bent; null without any. */
function wishOf(
  neighbours: readonly number[],
  middles: Float64Array,
  isLean: boolean,
): number | null {
  if (neighbours.length < 2) {
    const [only] = neighbours;
    return only === undefined ? null : (middles[only] ?? 0);
  }
  const sorted = neighbours.map((one) => middles[one] ?? 0).sort((a, b) => a - b);
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  return isLean ? lower : (lower + (sorted[sorted.length >> 1] ?? lower)) / 2;
}

interface Wishes {
  readonly middles: Float64Array;
  wish(place: number): number | null;
  weight(place: number): number;
}
interface Block {
  readonly targets: { readonly value: number; readonly weight: number }[];
  value: number;
  weight: number;
}

/** Pools neighbours that want the same room, until all stand in order with room between. */
function settle(layer: readonly number[], offsets: readonly number[], wishes: Wishes): void {
  const { middles } = wishes;
  const blocks: Block[] = [];
  layer.forEach((place, index) => {
    const wish = wishes.wish(place);
    const value = (wish ?? middles[place] ?? 0) - (offsets[index] ?? 0);
    const weight = wish === null ? 0.01 : wishes.weight(place);
    let block: Block = { targets: [{ value, weight }], value, weight };
    for (let last = blocks.at(-1); last !== undefined && last.value > block.value;) {
      blocks.pop();
      block = pooled(last, block);
      last = blocks.at(-1);
    }
    blocks.push(block);
  });
  let index = 0;
  for (const block of blocks) {
    const end = index + block.targets.length;
    for (; index < end; index += 1) {
      middles[layer[index] ?? 0] = block.value + (offsets[index] ?? 0);
    }
  }
}

function pooled(first: Block, second: Block): Block {
  const { targets } = first;
  for (const target of second.targets) targets.push(target);
  const weight = first.weight + second.weight;
  const mean = (first.value * first.weight + second.value * second.weight) / weight;
  const value = targets.length > medianMost ? mean : medianOf(targets, weight);
  return { targets, value, weight };
}

function medianOf(targets: Block['targets'], weight: number): number {
  const sorted = targets.toSorted((a, b) => a.value - b.value);
  let sum = 0;
  for (const target of sorted) {
    sum += target.weight;
    if (sum * 2 >= weight) return target.value;
  }
  return 0;
}

function fromZero(middles: Float64Array, first: number): Float64Array {
  const least = middles.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
  return middles.map((value) => onGrid(value - least) + first);
}
