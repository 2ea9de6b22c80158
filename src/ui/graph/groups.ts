import { forwardOf, partsOf } from '#core/workflow/layout/forward.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { boundsOf } from './view.ts';
import type { Rect } from './view.ts';

/** Tasks that hang together, and with no other; the first of them is the first of the file. */
export interface TaskGroup {
  readonly tasks: readonly number[];
  readonly bounds: Rect;
}

/** Around the tasks of a group, on the canvas; parts of the layout stand further apart. */
const marginPx = 22;
const tasksLeast = 2;
/** To look through more of them would be felt. */
const tasksMost = 20_000;
/** More groups than these are too small to be named. */
const groupsMost = 200;

/**
 * The groups of a drawing. A workflow file knows none, so there are only those that its dependencies
 * make: a graph that hangs together as a whole has none, and nor has one in which a person moved
 * tasks among those of another group, because its frames would say what is not so.
 */
export function groupsOf(
  dependencies: readonly (readonly number[])[],
  positions: readonly Position[],
): readonly TaskGroup[] {
  if (dependencies.length > tasksMost) return [];
  const parts = partsOf(forwardOf(dependencies)).filter(({ length }) => length >= tasksLeast);
  if (parts.length < 2 || parts.length > groupsMost) return [];
  const groups = parts.flatMap((part): TaskGroup[] => {
    const bounds = boundsOf(part.map((task) => positions[task] ?? [0, 0]));
    const tasks = part.toSorted((a, b) => a - b);
    return bounds === null ? [] : [{ tasks, bounds: widened(bounds) }];
  });
  return areApart(groups) && holdOnlyTheirOwn(groups, positions) ? groups : [];
}

function areApart(groups: readonly TaskGroup[]): boolean {
  return groups.every(({ bounds }, index) =>
    groups.slice(index + 1).every((other) => !overlaps(bounds, other.bounds)),
  );
}

/** Also none of the tasks that hang together with nothing. */
function holdOnlyTheirOwn(groups: readonly TaskGroup[], positions: readonly Position[]): boolean {
  const grouped = new Set(groups.flatMap(({ tasks }) => tasks));
  return positions.every((place, task) => {
    const own = grouped.has(task) ? null : boundsOf([place]);
    return own === null || groups.every(({ bounds }) => !overlaps(own, bounds));
  });
}

function widened({ left, top, right, bottom }: Rect): Rect {
  return {
    left: left - marginPx,
    top: top - marginPx,
    right: right + marginPx,
    bottom: bottom + marginPx,
  };
}

function overlaps(one: Rect, other: Rect): boolean {
  return (
    one.left < other.right &&
    one.right > other.left &&
    one.top < other.bottom &&
    one.bottom > other.top
  );
}
