import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { Direction } from './route.ts';
import { framed, marginPx, whereTrue } from './task-group.ts';
import type { TaskGroup } from './task-group.ts';

const rangesLeast = 5;
const rangesMost = 7;
/** How much the length of a range counts, so that there is room for its words; the rest is its tasks. */
const lengthWeight = 0.9;

/** Tasks in one layer, or in layers that stand too near to be told apart. */
interface Strip {
  readonly tasks: number[];
  readonly from: number;
  to: number;
}

/**
 * A drawing in ranges of its layers, one behind the other along the flow, about alike in length and in
 * number of tasks. A range is called by its first and its last task.
 * @param among the tasks that are in the ranges; the others stand elsewhere, or there are no ranges.
 */
export function rangeGroupsOf(
  among: readonly number[],
  positions: readonly Position[],
  direction: Direction,
): readonly TaskGroup[] {
  const strips = stripsOf(among, positions, direction);
  const groups = joined(strips, among.length).map((tasks) => {
    const [first = 0, last = first] = [tasks[0], tasks.at(-1)];
    const own = tasks.toSorted((a, b) => a - b);
    return framed(own, { kind: 'range', first, last }, positions);
  });
  return groups.length > 1 ? whereTrue(groups, positions) : [];
}

/** Where a frame fits between two tasks, a new strip begins. */
function stripsOf(
  among: readonly number[],
  positions: readonly Position[],
  direction: Direction,
): readonly Strip[] {
  const isRight = direction === 'right';
  const length = isRight ? nodeWidthPx : nodeHeightPx;
  const sorted = among
    .map((task) => {
      const [x, y] = positions[task] ?? [0, 0];
      return isRight ? { task, along: x, across: y } : { task, along: y, across: x };
    })
    .sort((a, b) => a.along - b.along || a.across - b.across || a.task - b.task);
  const strips: Strip[] = [];
  for (const { task, along } of sorted) {
    let last = strips.at(-1);
    if (last === undefined || along - last.to >= 2 * marginPx) {
      last = { tasks: [], from: along, to: along + length };
      strips.push(last);
    }
    last.tasks.push(task);
    last.to = Math.max(last.to, along + length);
  }
  return strips;
}

/** Strips one after the other, until a range has its share. */
function joined(strips: readonly Strip[], taskCount: number): readonly (readonly number[])[] {
  const count = Math.max(rangesLeast, Math.min(rangesMost, Math.round(Math.sqrt(taskCount) / 5)));
  const whole = (strips.at(-1)?.to ?? 0) - (strips[0]?.from ?? 0);
  const shareOf = ({ tasks, from, to }: Strip): number =>
    ((to - from) / whole) * lengthWeight + (tasks.length / taskCount) * (1 - lengthWeight);
  const all = strips.reduce((sum, strip) => sum + shareOf(strip), 0);
  const ranges: number[][] = [];
  let before = 0;
  for (const strip of strips) {
    const own = shareOf(strip);
    const range = Math.min(count - 1, Math.floor(((before + own / 2) / all) * count));
    const tasks = (ranges[range] ??= []);
    for (const task of strip.tasks) tasks.push(task);
    before += own;
  }
  return ranges.filter((tasks) => tasks.length > 0);
}
