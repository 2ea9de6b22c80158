import type { Part } from './part.ts';
import { onGrid } from './size.ts';
import type { Spacing } from './size.ts';

/** Where a task stands along and across the flow, by task index. */
export interface Placed {
  readonly along: Float64Array;
  readonly across: Float64Array;
}

/** How long a drawing of many parts may grow, against its breadth. */
const shape = 1.6;
const partGap = 52;

/** Parts side by side in rows along the flow, the biggest first; tasks without channels last, in a grid. */
export function pack(
  parts: readonly Part[],
  single: readonly number[],
  count: number,
  spacing: Spacing,
): Placed {
  const along = new Float64Array(count);
  const across = new Float64Array(count);
  const area =
    parts.reduce((sum, part) => sum + (part.length + partGap) * (part.breadth + partGap), 0) +
    single.length * (spacing.along + spacing.layerGap) * spacing.taskToTask;
  const longest = parts.reduce((most, { length }) => Math.max(most, length), spacing.along);
  const lengthMost = Math.max(longest, Math.sqrt(area * shape));
  const shelf = { along: 0, across: 0, breadth: 0 };
  const turn = (gap: number): void => {
    shelf.across += shelf.breadth === 0 ? 0 : onGrid(shelf.breadth + gap);
    shelf.along = 0;
    shelf.breadth = 0;
  };
  // As they were defined within one size, so that an edit moves little.
  for (const part of parts.toSorted((a, b) => b.breadth - a.breadth)) {
    if (shelf.along > 0 && shelf.along + part.length > lengthMost) turn(partGap);
    part.tasks.forEach((task, index) => {
      along[task] = shelf.along + (part.along[index] ?? 0);
      across[task] = shelf.across + (part.across[index] ?? 0);
    });
    shelf.along += onGrid(part.length + partGap);
    shelf.breadth = Math.max(shelf.breadth, part.breadth);
  }
  turn(partGap);
  for (const task of single) {
    if (shelf.along > 0 && shelf.along + spacing.along > lengthMost) {
      turn(spacing.taskToTask - spacing.across);
    }
    along[task] = shelf.along;
    across[task] = shelf.across;
    shelf.along += onGrid(spacing.along + spacing.layerGap);
    shelf.breadth = spacing.across;
  }
  return { along, across };
}
