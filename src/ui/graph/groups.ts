import { forwardOf, partsOf } from '#core/workflow/layout/forward.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { prefixGroupsOf } from './prefix-groups.ts';
import { rangeGroupsOf } from './range-groups.ts';
import type { Direction } from './route.ts';
import { framed, whereTrue } from './task-group.ts';
import type { TaskGroup } from './task-group.ts';

interface Grouped {
  readonly dependencies: readonly (readonly number[])[];
  readonly positions: readonly Position[];
  /** Of each task, as a person reads it. */
  readonly names: readonly string[];
  readonly direction: Direction;
}

const tasksLeast = 2;
/** To look through more of them would be felt. */
const tasksMost = 120_000;
/** More groups than these are too small to be named. */
const groupsMost = 200;
/** Fewer tasks are taken in at a glance, also without groups. */
const dividedFrom = 100;
/** A part that is more of the graph than this says nothing about what is in it. */
const partShareMost = 0.75;

/**
 * The groups of a drawing. A workflow file knows none, so there are only those that can be seen in it:
 * parts that hang together with no other; in a graph of one piece tasks that are called alike and stand
 * together, or else ranges of its layers. There are none where a person moved tasks among those of
 * another group, because frames would say what is not so.
 */
export function groupsOf({
  dependencies,
  positions,
  names,
  direction,
}: Grouped): readonly TaskGroup[] {
  const count = dependencies.length;
  if (count > tasksMost || positions.length < count) return [];
  const parts = partsOf(forwardOf(dependencies)).filter(({ length }) => length >= tasksLeast);
  const biggest = parts.reduce<readonly number[]>(
    (most, part) => (part.length > most.length ? part : most),
    [],
  );
  if (count >= dividedFrom && biggest.length > count * partShareMost) {
    const alike = prefixGroupsOf(names, positions);
    const divided = alike.length > 0 ? alike : rangeGroupsOf(biggest, positions, direction);
    if (divided.length > 0) return divided;
  }
  return partGroupsOf(parts, positions);
}

function partGroupsOf(
  parts: readonly (readonly number[])[],
  positions: readonly Position[],
): readonly TaskGroup[] {
  if (parts.length < 2 || parts.length > groupsMost) return [];
  const groups = parts.map((part) => {
    const tasks = part.toSorted((a, b) => a - b);
    return framed(tasks, { kind: 'from', first: tasks[0] ?? 0 }, positions);
  });
  return whereTrue(groups, positions);
}
