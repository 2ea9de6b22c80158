import type { Position } from '#core/workflow/patch/operation.ts';
import { avoidFixed } from './avoid.ts';
import { forwardOf, partsOf } from './forward.ts';
import type { Layout, LayoutRequest } from './layout.ts';
import { pack } from './pack.ts';
import { drawPart } from './part.ts';
import { nodeHeightPx, nodeWidthPx, spacings } from './size.ts';

/**
 * A layered drawing: dependencies lead forward, save one of each cycle; what long channels need is
 * kept free; no free task lies on another task. The same request gives the same layout.
 */
export function arrange({ dependencies, direction, fixed }: LayoutRequest): Layout {
  const spacing = spacings[direction];
  const forward = forwardOf(dependencies);
  const parts = partsOf(forward);
  const single = parts.flatMap((part) => (part.length === 1 ? part : []));
  const drawn = parts
    .filter(({ length }) => length > 1)
    .map((part) => drawPart(forward, part, spacing));
  const placed = pack(drawn, single, dependencies.length, spacing);
  const isRight = direction === 'right';
  if (fixed.some((one) => one !== null)) {
    const kept = dependencies.map((_, task) => {
      const one = fixed[task] ?? null;
      if (one === null) return null;
      return isRight ? { along: one[0], across: one[1] } : { along: one[1], across: one[0] };
    });
    avoidFixed(placed, kept, forward, spacing);
  }
  const positions = dependencies.map((_, task): Position => {
    const along = placed.along[task] ?? 0;
    const across = placed.across[task] ?? 0;
    return isRight ? [along, across] : [across, along];
  });
  return { positions, ...sizeOf(positions) };
}

function sizeOf(positions: readonly Position[]): { width: number; height: number } {
  if (positions.length === 0) return { width: 0, height: 0 };
  let [left, top] = positions[0] ?? [0, 0];
  let [right, bottom] = [left, top];
  for (const [x, y] of positions) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { width: right - left + nodeWidthPx, height: bottom - top + nodeHeightPx };
}
