import type { Layout, LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { Direction } from './route.ts';
import { boundsOf, fitted } from './view.ts';
import type { Size } from './view.ts';

/** The other direction has to show tasks larger by so much, before it is taken. */
const gainLeast = 1.15;

/** @param now the direction there is, which a pane that is about square keeps. */
export function directionOfPane({ width, height }: Size, now: Direction | null = null): Direction {
  const ratio = width / height;
  if (now !== null && ratio < gainLeast && ratio > 1 / gainLeast) return now;
  return ratio >= 1 ? 'right' : 'down';
}

export function otherThan(direction: Direction): Direction {
  return direction === 'right' ? 'down' : 'right';
}

/** How a person laid it out, from the tasks they placed; null when that tells nothing. */
export function directionOfPlaces(
  placed: readonly (Position | null)[],
  dependencies: LayoutRequest['dependencies'],
): Direction | null {
  let right = 0;
  let down = 0;
  dependencies.forEach((own, task) => {
    const place = placed[task] ?? null;
    for (const one of own) {
      const from = placed[one] ?? null;
      if (place === null || from === null) continue;
      // As if tasks were square.
      right += (place[0] - from[0]) / 2;
      down += place[1] - from[1];
    }
  });
  return right === down ? null : right > down ? 'right' : 'down';
}

export interface Laid {
  readonly direction: Direction;
  readonly positions: readonly Position[];
}

/** In the direction that is asked for, or in the other when that shows the tasks clearly larger. */
export async function layOutFitting(
  request: LayoutRequest,
  arrange: (request: LayoutRequest) => Promise<Layout>,
  size: Size,
): Promise<Laid> {
  const own = request.direction;
  const other = otherThan(own);
  const [first, second] = await Promise.all([
    arrange(request),
    arrange({ ...request, direction: other }),
  ]);
  const isBetter = zoomOf(second, size) > zoomOf(first, size) * gainLeast;
  return isBetter
    ? { direction: other, positions: second.positions }
    : { direction: own, positions: first.positions };
}

function zoomOf({ positions }: Layout, size: Size): number {
  const bounds = boundsOf(positions);
  return bounds === null ? 1 : fitted(bounds, size, 0).zoom;
}
