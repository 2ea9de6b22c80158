import { layersOf, type TaskGraph } from './graph.ts';

/** A picture of 96 pixels has room for as many. */
const columnsMax = 24;

/**
 * How broad a graph is from its beginning to its end: the tasks of its broadest step, column by
 * column, at most 24 columns, each of as many steps as the next as far as they divide.
 * @returns null on a cycle.
 */
export function profileOf(graph: Pick<TaskGraph, 'dependencies'>): readonly number[] | null {
  const levels = layersOf(graph)?.levels;
  if (levels === undefined) return null;
  const steps: number[] = [];
  for (const level of levels) steps[level] = (steps[level] ?? 0) + 1;
  const columns = Math.min(columnsMax, steps.length);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * steps.length) / columns);
    const to = Math.floor(((column + 1) * steps.length) / columns);
    return Math.max(...steps.slice(from, to));
  });
}
