export interface Tiny {
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly paths: readonly string[];
  readonly radius: number;
}

const width = 96;
const height = 40;
const margin = 6;

/**
 * A graph as dots in layers, left to right, 96 by 40 pixels.
 * @param shape dependencies of each task by index; a version has no cycle.
 */
export function drawTiny(shape: readonly (readonly number[])[]): Tiny {
  const layers: number[] = [];
  const layerOf = (task: number): number => {
    const known = layers[task];
    if (known !== undefined) return known;
    layers[task] = 0;
    const deepest = (shape[task] ?? []).reduce((most, one) => Math.max(most, layerOf(one)), -1);
    layers[task] = deepest + 1;
    return deepest + 1;
  };
  shape.forEach((_, task) => layerOf(task));
  const columns: number[][] = [];
  layers.forEach((layer, task) => (columns[layer] ??= []).push(task));
  const most = Math.max(1, ...columns.map(({ length }) => length));
  const gapX = columns.length > 1 ? Math.min(24, (width - 2 * margin) / (columns.length - 1)) : 0;
  const gapY = most > 1 ? Math.min(12, (height - 2 * margin) / (most - 1)) : 0;
  const dots = shape.map((_, task) => {
    const column = columns[layers[task] ?? 0] ?? [];
    const offset = column.indexOf(task) - (column.length - 1) / 2;
    return { x: margin + (layers[task] ?? 0) * gapX, y: height / 2 + offset * gapY };
  });
  const paths = shape.flatMap((dependencies, task) =>
    dependencies.map((dependency) => pathBetween(dots[dependency], dots[task])),
  );
  const tightest = Math.min(gapX === 0 ? 12 : gapX, gapY === 0 ? 12 : gapY);
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
