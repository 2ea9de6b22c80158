import { arrange } from '#core/workflow/layout/arrange.ts';
import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';

export interface Tiny {
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly paths: readonly string[];
  readonly radius: number;
}

const width = 96;
const height = 40;
const margin = 6;
/** Where there is room, a task and the next layer stand so far apart, and two of one layer. */
const roomiest = { along: 24 / 200, across: 12 / 76 } as const;

/**
 * A graph as the canvas lays it out, left to right, as dots in 96 by 40 pixels.
 * @param shape dependencies of each task by index.
 */
export function drawTiny(shape: readonly (readonly number[])[]): Tiny {
  const laid = arrange({
    dependencies: shape,
    direction: 'right',
    fixed: shape.map(() => null),
  });
  const length = Math.max(1, laid.width - nodeWidthPx);
  const breadth = Math.max(1, laid.height - nodeHeightPx);
  const along = Math.min(roomiest.along, (width - 2 * margin) / length);
  const across = Math.min(roomiest.across, (height - 2 * margin) / breadth);
  const top = (height - breadth * across) / 2;
  const dots = laid.positions.map(([x, y]) => ({ x: margin + x * along, y: top + y * across }));
  const paths = shape.flatMap((dependencies, task) =>
    dependencies.map((dependency) => pathBetween(dots[dependency], dots[task])),
  );
  const tightest = Math.min((along * 24) / roomiest.along, (across * 12) / roomiest.across);
  return { dots, paths, radius: Math.max(1.5, Math.min(3.5, tightest / 3)) };
}

/** Level, then a step half-way, as channels go. */
function pathBetween(
  from: { readonly x: number; readonly y: number } | undefined,
  to: { readonly x: number; readonly y: number } | undefined,
): string {
  if (from === undefined || to === undefined) return '';
  const middle = (from.x + to.x) / 2;
  const [a, b, c, d] = [from.x, from.y, to.x, to.y].map(String);
  return `M${String(a)} ${String(b)}H${String(middle)}V${String(d)}H${String(c)}`;
}
