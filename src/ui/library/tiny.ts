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

/** A profile that is nowhere broader does not fill its frame: a chain stays a thin one. */
const narrowMost = 9;

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

/**
 * A graph of too many tasks for dots: from its beginning to its end, how many stand side by side.
 * Heights grow with the root, so that one broad step leaves something of the narrow ones to see.
 */
export function drawProfile(
  profile: readonly number[],
): readonly { x: number; y: number; width: number; height: number }[] {
  const broadest = Math.sqrt(Math.max(narrowMost, ...profile));
  const pitch = Math.min(12, (width - 2) / profile.length);
  const left = (width - pitch * profile.length) / 2;
  return profile.map((count, index) => {
    const tall = Math.max(3, (Math.sqrt(count) / broadest) * (height - 2 * margin));
    return {
      x: left + index * pitch + pitch * 0.1,
      y: (height - tall) / 2,
      width: pitch * 0.8,
      height: tall,
    };
  });
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
