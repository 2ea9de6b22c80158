import { layersOf } from '#core/workflow/graph.ts';
import type { TaskGraph } from '#core/workflow/graph.ts';

/** A task reads the output of another; both by number. */
export interface Reading {
  readonly reader: number;
  readonly target: number;
}

const batchSize = 32;

/**
 * The readings whose target is not upstream of the reader, directly or not. Targets are taken 32 at
 * a time, one bit each, and carried along the graph from the first target to the last reader: a
 * file in which every task reads another costs a few passes and not one walk each.
 * @returns none on a cycle, where upstream means nothing.
 */
export function notUpstream<Found extends Reading>(
  graph: TaskGraph,
  readings: readonly Found[],
): readonly Found[] {
  const distant = readings.filter(
    ({ reader, target }) => graph.dependencies[reader]?.includes(target) !== true,
  );
  if (distant.length === 0) return [];
  const layers = layersOf(graph);
  if (layers === null) return [];
  const positions = positionsIn(layers.order);
  const byTarget = groupByTarget(distant);
  const targets = [...byTarget.keys()].sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const found = new Set<Found>();
  for (let start = 0; start < targets.length; start += batchSize) {
    const batch = targets.slice(start, start + batchSize);
    const read = batch.flatMap((target) => byTarget.get(target) ?? []);
    const masks = reach({ graph, order: layers.order, positions, batch, read });
    for (const reading of read) {
      const bit = 1 << batch.indexOf(reading.target);
      if (((masks[reading.reader] ?? 0) & bit) === 0) found.add(reading);
    }
  }
  return distant.filter((reading) => found.has(reading));
}

function positionsIn(order: readonly number[]): Int32Array {
  const positions = new Int32Array(order.length);
  order.forEach((task, position) => {
    positions[task] = position;
  });
  return positions;
}

function groupByTarget<Found extends Reading>(readings: readonly Found[]): Map<number, Found[]> {
  const groups = new Map<number, Found[]>();
  for (const reading of readings) {
    const group = groups.get(reading.target);
    if (group === undefined) groups.set(reading.target, [reading]);
    else group.push(reading);
  }
  return groups;
}

interface ReachInput {
  readonly graph: TaskGraph;
  readonly order: readonly number[];
  readonly positions: Int32Array;
  readonly batch: readonly number[];
  readonly read: readonly Reading[];
}

/** Of each task up to the last reader, one bit for each target that is upstream of it. */
function reach({ graph, order, positions, batch, read }: ReachInput): Int32Array {
  const masks = new Int32Array(order.length);
  const bits = new Map(batch.map((target, index) => [target, 1 << index]));
  const first = positions[batch[0] ?? 0] ?? 0;
  let last = 0;
  for (const { reader } of read) last = Math.max(last, positions[reader] ?? 0);
  for (let position = first; position <= last; position += 1) {
    const task = order[position] ?? 0;
    let mask = 0;
    for (const dependency of graph.dependencies[task] ?? []) mask |= masks[dependency] ?? 0;
    // What reads a task is downstream of it; the task itself gets its bit for those only.
    masks[task] = mask | (bits.get(task) ?? 0);
  }
  for (const target of batch) {
    masks[target] = (masks[target] ?? 0) & ~(bits.get(target) ?? 0);
  }
  return masks;
}
