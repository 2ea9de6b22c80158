import type { Layered } from './layers.ts';

/** Neighbour visits that a graph may cost: bounds the time without a clock. */
const workMost = 3_000_000;
const sweepsMost = 24;

/** Orders each layer by where its neighbours stand, and keeps the order with the fewest crossings. */
export function untangle(layered: Layered): void {
  const { layers, before, after } = layered;
  const at = new Int32Array(before.length);
  const note = (layer: readonly number[]): void => {
    layer.forEach((place, index) => (at[place] = index));
  };
  layers.forEach(note);
  const links = before.reduce((sum, { length }) => sum + length, 0);
  const sweeps = Math.min(sweepsMost, Math.max(2, Math.floor(workMost / (links * 8 + 1))));
  let fewest = crossingsOf(layered, at);
  let best = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const isForth = sweep % 2 === 0;
    sweepOver(isForth ? layers : layers.toReversed(), isForth ? before : after, at);
    const crossings = crossingsOf(layered, at);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = layers.map((layer) => [...layer]);
  }
  best.forEach((layer, index) => (layers[index] = layer));
}

function sweepOver(
  layers: readonly number[][],
  neighbours: readonly (readonly number[])[],
  at: Int32Array,
): void {
  const wish = new Float64Array(at.length);
  for (const layer of layers) {
    for (const place of layer) {
      const own = neighbours[place] ?? [];
      let sum = 0;
      for (const one of own) sum += at[one] ?? 0;
      wish[place] = own.length === 0 ? (at[place] ?? 0) : sum / own.length;
    }
    layer.sort((a, b) => (wish[a] ?? 0) - (wish[b] ?? 0) || (at[a] ?? 0) - (at[b] ?? 0));
    layer.forEach((place, index) => (at[place] = index));
  }
}

function crossingsOf({ layers, before }: Layered, at: Int32Array): number {
  let count = 0;
  layers.forEach((layer, level) => {
    const width = layers[level - 1]?.length ?? 0;
    if (width < 2) return;
    // How many links seen so far end at or before a place: a Fenwick tree.
    const tree = new Int32Array(width + 1);
    let seen = 0;
    for (const place of layer) {
      const ends = (before[place] ?? []).map((one) => at[one] ?? 0);
      for (const end of ends) {
        let upTo = 0;
        for (let index = end + 1; index > 0; index -= index & -index) upTo += tree[index] ?? 0;
        count += seen - upTo;
      }
      for (const end of ends) {
        for (let index = end + 1; index <= width; index += index & -index) {
          tree[index] = (tree[index] ?? 0) + 1;
        }
      }
      seen += ends.length;
    }
  });
  return count;
}
