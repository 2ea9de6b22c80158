import type { Forward } from './forward.ts';
import { layersOf } from './layers.ts';
import type { Layered } from './layers.ts';
import { gridPx, lanePx } from './size.ts';
import type { Spacing } from './size.ts';
import { straighten } from './straighten.ts';
import { untangle } from './untangle.ts';

/** A part of a drawing, from 0 along and across the flow. */
export interface Part {
  readonly tasks: readonly number[];
  readonly along: readonly number[];
  readonly across: readonly number[];
  readonly length: number;
  readonly breadth: number;
}

const lanesMost = 12;

/** @param tasks that hang together, in topological order. */
export function drawPart(forward: Forward, tasks: readonly number[], spacing: Spacing): Part {
  const layered = layersOf(forward, tasks, spacing.widthMost(tasks.length));
  untangle(layered);
  const middles = straighten(layered, spacing);
  const starts = startsOf(layered, middles, spacing);
  const along: number[] = [];
  layered.layers.forEach((layer, level) => {
    for (const place of layer) {
      if (place < layered.taskCount) along[place] = starts[level] ?? 0;
    }
  });
  const across = tasks.map((_, index) => (middles[index] ?? 0) - spacing.across / 2);
  const length = (starts.at(-1) ?? 0) + spacing.along;
  const breadth = across.reduce((most, value) => Math.max(most, value), 0) + spacing.across;
  return { tasks, along, across, length, breadth };
}

/** Layers stand apart as far as the lanes between them need. */
function startsOf({ layers, after }: Layered, middles: Float64Array, spacing: Spacing): number[] {
  let start = 0;
  return layers.map((layer) => {
    const own = start;
    const lanes = Math.min(lanesMost, lanesOf(layer, after, middles));
    const gap = spacing.layerGap + Math.max(0, lanes - 1) * lanePx;
    start = Math.ceil((own + spacing.along + gap) / gridPx) * gridPx;
    return own;
  });
}

/** The most bends that lie side by side behind a layer: one lane for each place they come from. */
function lanesOf(
  layer: readonly number[],
  after: readonly (readonly number[])[],
  middles: Float64Array,
): number {
  const ends: { readonly at: number; readonly step: 1 | -1 }[] = [];
  for (const place of layer) {
    const from = middles[place] ?? 0;
    let least = from;
    let most = from;
    for (const one of after[place] ?? []) {
      least = Math.min(least, middles[one] ?? 0);
      most = Math.max(most, middles[one] ?? 0);
    }
    if (least < most) ends.push({ at: least, step: 1 }, { at: most, step: -1 });
  }
  ends.sort((a, b) => a.at - b.at || a.step - b.step);
  let open = 0;
  let deepest = 0;
  for (const { step } of ends) {
    open += step;
    deepest = Math.max(deepest, open);
  }
  return deepest;
}
