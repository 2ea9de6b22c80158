import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { drawFrames, drawLabels, framesIn } from './overview-groups.ts';
import type { OverviewPicture } from './overview-picture.ts';
import type { Direction } from './route.ts';
import type { Size, Viewport } from './view.ts';

/** A narrower mark has no room for a name. */
const namedFromPx = 64;
const lineLeastPx = 0.6;
/** More dependencies than this are a grey surface that costs a frame and tells nothing. */
const linesMost = 12_000;

/** Draws all of a graph as marks and lines: a thousand nodes of the page would cost many frames. */
export function drawOverview(context: CanvasRenderingContext2D, picture: OverviewPicture): void {
  const { size, viewport } = picture;
  const ratio = context.canvas.width / size.width;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  const frames = framesIn(context, picture);
  drawFrames(context, picture, frames);
  drawLines(context, picture);
  const late: number[] = [];
  const marks = new Map<string, number[]>();
  picture.positions.forEach((place, index) => {
    if (!isSeen(place, viewport, size)) return;
    const { state, isChosen, isActive, hasProblem } = picture.markOf(index);
    if (state === 'failed' || isChosen || isActive || (state === null && hasProblem)) {
      late.push(index);
    }
    const key = state ?? 'still';
    const same = marks.get(key);
    if (same === undefined) marks.set(key, [index]);
    else same.push(index);
  });
  for (const [state, indexes] of marks) drawMarks(context, picture, { state, indexes });
  if (nodeWidthPx * viewport.zoom >= namedFromPx) drawNames(context, picture, marks);
  drawLabels(context, picture, frames);
  for (const index of late) drawLate(context, picture, index);
}

/** As much of the names as their marks have room for, at a size that can be read. */
function drawNames(
  context: CanvasRenderingContext2D,
  { positions, viewport, nameOf, colour, font }: OverviewPicture,
  marks: ReadonlyMap<string, readonly number[]>,
): void {
  const { x, y, zoom } = viewport;
  const size = Math.max(12, Math.min(15, 22 * zoom));
  context.font = `600 ${String(size)}px ${font}`;
  context.textBaseline = 'middle';
  const letters = Math.floor((nodeWidthPx * zoom - 8) / (size * 0.52));
  for (const [state, indexes] of marks) {
    context.fillStyle = colour(solidOf[state] === undefined ? '--ink' : '--on-pigment');
    for (const index of indexes) {
      const [left, top] = positions[index] ?? [0, 0];
      const name = nameOf(index);
      const shown = name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name;
      context.fillText(shown, x + left * zoom + 4, y + (top + nodeHeightPx / 2) * zoom);
    }
  }
}

function isSeen([x, y]: Position, { x: left, y: top, zoom }: Viewport, size: Size): boolean {
  const [at, down] = [left + x * zoom, top + y * zoom];
  return (
    at < size.width + 8 &&
    down < size.height + 8 &&
    at + nodeWidthPx * zoom > -8 &&
    down + nodeHeightPx * zoom > -8
  );
}

function drawLines(context: CanvasRenderingContext2D, picture: OverviewPicture): void {
  const { positions, dependencies, direction, viewport } = picture;
  const { x, y, zoom } = viewport;
  const dry = new Path2D();
  const full = new Path2D();
  let count = 0;
  dependencies.forEach((own, to) => {
    const target = positions[to];
    if (target === undefined) return;
    for (const from of own) {
      const source = positions[from];
      count += 1;
      if (source === undefined || count > linesMost) continue;
      const state = picture.markOf(from).state;
      const path = state === 'succeeded' || state === 'reused' ? full : dry;
      addLine(path, source, target, direction);
    }
  });
  context.save();
  context.translate(x, y);
  context.scale(zoom, zoom);
  context.lineWidth = Math.max(7, lineLeastPx / zoom);
  context.strokeStyle = picture.colour('--line-strong');
  context.globalAlpha = 0.55;
  context.stroke(dry);
  context.globalAlpha = 1;
  context.strokeStyle = picture.colour('--water-mark');
  context.stroke(full);
  context.restore();
}

function addLine(path: Path2D, [x, y]: Position, [toX, toY]: Position, direction: Direction): void {
  if (direction === 'right') {
    const [start, end] = [x + nodeWidthPx, toX];
    const bend = end > start ? end - 25 : start + 25;
    path.moveTo(start, y + nodeHeightPx / 2);
    path.lineTo(bend, y + nodeHeightPx / 2);
    path.lineTo(bend, toY + nodeHeightPx / 2);
    path.lineTo(end, toY + nodeHeightPx / 2);
  } else {
    const [start, end] = [y + nodeHeightPx, toY];
    const bend = end > start ? end - 25 : start + 25;
    path.moveTo(x + nodeWidthPx / 2, start);
    path.lineTo(x + nodeWidthPx / 2, bend);
    path.lineTo(toX + nodeWidthPx / 2, bend);
    path.lineTo(toX + nodeWidthPx / 2, end);
  }
}

/** Solid when it is done, hollow with a border when it is not, and narrow when it did not run. */
function drawMarks(
  context: CanvasRenderingContext2D,
  { positions, viewport, colour }: OverviewPicture,
  { state, indexes }: { readonly state: string; readonly indexes: readonly number[] },
): void {
  const { x, y, zoom } = viewport;
  const path = new Path2D();
  const width = Math.max(2, nodeWidthPx * zoom);
  const height = Math.max(2, nodeHeightPx * zoom);
  const isNarrow = state === 'skipped' || state === 'cancelled';
  const inset = isNarrow ? height / 4 : 0;
  for (const index of indexes) {
    const [left, top] = positions[index] ?? [0, 0];
    path.rect(x + left * zoom, y + top * zoom + inset, width, height - 2 * inset);
  }
  const solid = solidOf[state];
  if (solid !== undefined) {
    context.fillStyle = colour(solid);
    context.fill(path);
    return;
  }
  context.fillStyle = colour(state === 'running' ? '--water-wash' : '--surface');
  context.fill(path);
  context.lineWidth = state === 'running' ? 2 : 1;
  context.strokeStyle = colour(state === 'running' ? '--water-mark' : '--line-strong');
  context.stroke(path);
}

const solidOf: Readonly<Record<string, string>> = {
  succeeded: '--moss-mark',
  reused: '--plum-mark',
  waiting: '--oak-mark',
  failed: '--brick-mark',
};

/** What must be seen: failed ones as octagons with a cross, the chosen and the active in a ring. */
function drawLate(
  context: CanvasRenderingContext2D,
  picture: OverviewPicture,
  index: number,
): void {
  const { viewport, colour } = picture;
  const { x, y, zoom } = viewport;
  const [left, top] = picture.positions[index] ?? [0, 0];
  const mark = picture.markOf(index);
  const width = Math.max(4, nodeWidthPx * zoom);
  const height = Math.max(4, nodeHeightPx * zoom);
  const centre = [x + left * zoom + width / 2, y + top * zoom + height / 2] as const;
  if (mark.state === 'failed' || (mark.state === null && mark.hasProblem)) {
    octagon(context, centre, Math.max(picture.failedLeastPx, height) / 2, colour);
  }
  if (!mark.isChosen && !mark.isActive) return;
  const gap = mark.isActive ? 4 : 3;
  context.lineWidth = mark.isActive ? 3 : 2;
  context.strokeStyle = colour('--focus');
  context.strokeRect(
    centre[0] - width / 2 - gap,
    centre[1] - height / 2 - gap,
    width + 2 * gap,
    height + 2 * gap,
  );
}

function octagon(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  radius: number,
  colour: (name: string) => string,
): void {
  const cut = radius * 0.42;
  context.beginPath();
  for (const [right, down] of [
    [-cut, -radius],
    [cut, -radius],
    [radius, -cut],
    [radius, cut],
    [cut, radius],
    [-cut, radius],
    [-radius, cut],
    [-radius, -cut],
  ] as const) {
    context.lineTo(x + right, y + down);
  }
  context.closePath();
  context.fillStyle = colour('--brick-mark');
  context.fill();
  context.strokeStyle = colour('--on-pigment');
  context.lineWidth = Math.max(1.5, radius / 4);
  const arm = radius * 0.38;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
}
