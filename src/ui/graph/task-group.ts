import type { Position } from '#core/workflow/patch/operation.ts';
import { boundsOf } from './view.ts';
import type { Rect } from './view.ts';

/** What is true of all tasks of a group; tasks by index. */
export type GroupName =
  | { readonly kind: 'from'; readonly first: number }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly first: number; readonly last: number };

/** Tasks that are shown as one in a drawing of many; in the order of the file. */
export interface TaskGroup {
  readonly tasks: readonly number[];
  readonly name: GroupName;
  readonly bounds: Rect;
  /** Nothing else stands above it or below it, so that its words need not lie on its tasks. */
  readonly isFree: boolean;
}
/** Before it is known what stands around it. */
export type Framed = Omit<TaskGroup, 'isFree'>;

/** Around the tasks of a group, on the canvas; layers and parts of the layout stand further apart. */
export const marginPx = 22;
const nowhere: Rect = { left: 0, top: 0, right: 0, bottom: 0 };

export function framed(
  tasks: readonly number[],
  name: GroupName,
  positions: readonly Position[],
): Framed {
  const own = boundsOf(tasks.map((task) => positions[task] ?? [0, 0])) ?? nowhere;
  const { left, top, right, bottom } = own;
  const bounds = {
    left: left - marginPx,
    top: top - marginPx,
    right: right + marginPx,
    bottom: bottom + marginPx,
  };
  return { tasks, name, bounds };
}

/** None, when a frame would hold a task that is not its own: it would say what is not so. */
export function whereTrue(
  groups: readonly Framed[],
  positions: readonly Position[],
): readonly TaskGroup[] {
  const grouped = new Set<number>();
  for (const { tasks } of groups) for (const task of tasks) grouped.add(task);
  const others = positions.flatMap((place, task) => {
    const own = grouped.has(task) ? null : boundsOf([place]);
    return own === null ? [] : [own];
  });
  const isApart = ({ bounds }: Framed, index: number, touch: typeof overlaps): boolean =>
    groups.slice(index + 1).every((other) => !touch(bounds, other.bounds)) &&
    others.every((other) => !touch(bounds, other));
  if (!groups.every((group, index) => isApart(group, index, overlaps))) return [];
  const isFree = groups.every((group, index) => isApart(group, index, isAbove));
  return groups.map((group) => ({ ...group, isFree }));
}

function overlaps(one: Rect, other: Rect): boolean {
  return isAbove(one, other) && one.top < other.bottom && one.bottom > other.top;
}

/** Or below. */
function isAbove(one: Rect, other: Rect): boolean {
  return one.left < other.right && one.right > other.left;
}
