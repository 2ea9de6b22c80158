import type { Position } from '#core/workflow/patch/operation.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const steps: Readonly<Record<Arrow, Position>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function arrowOf(key: string): Arrow | null {
  return key in steps ? (key as Arrow) : null;
}

export function stepOf(arrow: Arrow): Position {
  return steps[arrow];
}

/** The task one would expect in a direction: near, and rather straight ahead; null at the border. */
export function nearestIn(
  positions: readonly Position[],
  from: number,
  arrow: Arrow,
): number | null {
  const [x, y] = positions[from] ?? [0, 0];
  const [right, down] = steps[arrow];
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  positions.forEach(([otherX, otherY], index) => {
    // As if tasks were square, so that up and down count like left and right.
    const width = otherX - x;
    const height = (otherY - y) * 2;
    const ahead = width * right + height * down;
    if (index === from || ahead <= 0) return;
    const aside = Math.abs(width * down) + Math.abs(height * right);
    const cost = ahead + aside * 3;
    if (cost >= least) return;
    least = cost;
    best = index;
  });
  return best;
}

/** The task nearest to a place, for what stood there; null when there is none. */
export function nearestTo(positions: readonly Position[], [x, y]: Position): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  positions.forEach(([otherX, otherY], index) => {
    const cost = Math.abs(otherX - x) + Math.abs(otherY - y) * 2;
    if (cost >= least) return;
    least = cost;
    best = index;
  });
  return best;
}
