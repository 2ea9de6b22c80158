import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';

/** A place on the screen is `x + zoom * place on the canvas`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export function isSameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

/** On the canvas. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const zoomLeast = 0.01;
export const zoomMost = 2;
/** Below it a drawing of marks stands for the nodes. */
export const overviewBelow = 0.2;
/** Below it second lines go. */
export const plainBelow = 0.35;

/** Names are set in 13 px: from here on they are 11 px high or more. */
export const legibleFrom = 0.85;

const marginPx = 40;
const smallMarginPx = 16;
/** The areas that are drawn ahead, so that panning a little draws nothing. */
const tilePx = 400;

export function boundsOf(positions: readonly Position[]): Rect | null {
  if (positions.length === 0) return null;
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of positions) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x + nodeWidthPx);
    bounds.bottom = Math.max(bounds.bottom, y + nodeHeightPx);
  }
  return bounds;
}

/** All of it in the middle, never larger than it is; `below` is kept free for tools. */
export function fitted(bounds: Rect, size: Size, below: number): Viewport {
  const width = bounds.right - bounds.left;
  const height = bounds.bottom - bounds.top;
  const margin = Math.max(12, Math.min(marginPx, Math.min(size.width, size.height) * 0.08));
  const free = { width: size.width - 2 * margin, height: size.height - 2 * margin - below };
  const zoom = Math.max(zoomLeast, Math.min(1, free.width / width, free.height / height));
  return {
    x: (size.width - width * zoom) / 2 - bounds.left * zoom,
    y: margin + Math.max(0, (free.height - height * zoom) / 2) - bounds.top * zoom,
    zoom,
  };
}

/** As `fitted`, clear of a lower right corner: beside it or above it, where it is larger. */
export function fittedClear(
  bounds: Rect,
  size: Size,
  below: number,
  corner: Size | null,
): Viewport {
  const whole = fitted(bounds, size, below);
  const { x, y, zoom } = whole;
  const [right, bottom] = [x + bounds.right * zoom, y + bounds.bottom * zoom];
  if (corner === null) return whole;
  if (right <= size.width - corner.width || bottom <= size.height - corner.height) return whole;
  const beside = fitted(bounds, { ...size, width: size.width - corner.width }, below);
  const above = fitted(bounds, size, corner.height);
  return above.zoom >= beside.zoom ? above : beside;
}

/** As `fitted`, but never so small that names cannot be read: then a part of it, with `start` in the middle. */
export function legible(
  bounds: Rect,
  size: Size,
  { below, start: [x, y] }: { readonly below: number; readonly start: Position },
): Viewport {
  const whole = fitted(bounds, size, below);
  if (whole.zoom >= legibleFrom) return whole;
  const zoom = legibleFrom;
  const shift = (from: number, to: number, room: number, middle: number): number => {
    const length = (to - from) * zoom;
    // All of it, in the middle; else as far as there is something to see.
    if (length <= room - 2 * smallMarginPx) return (room - length) / 2 - from * zoom;
    const least = room - smallMarginPx - to * zoom;
    return Math.max(least, Math.min(smallMarginPx - from * zoom, room / 2 - middle * zoom));
  };
  return {
    x: shift(bounds.left, bounds.right, size.width, x + nodeWidthPx / 2),
    y: shift(bounds.top, bounds.bottom, size.height - below, y + nodeHeightPx / 2),
    zoom,
  };
}

export function zoomedBy(view: Viewport, by: number, size: Size): Viewport {
  const zoom = Math.max(zoomLeast, Math.min(zoomMost, view.zoom * by));
  const [x, y] = [size.width / 2, size.height / 2];
  const scale = zoom / view.zoom;
  return { x: x - (x - view.x) * scale, y: y - (y - view.y) * scale, zoom };
}

/** Moved as little as brings a task into view. */
export function revealing(view: Viewport, [x, y]: Position, size: Size): Viewport {
  const shift = (from: number, extent: number, room: number): number => {
    const to = from + extent;
    if (from < marginPx) return marginPx - from;
    return to > room - marginPx ? Math.max(marginPx - from, room - marginPx - to) : 0;
  };
  const right = shift(view.x + x * view.zoom, nodeWidthPx * view.zoom, size.width);
  const down = shift(view.y + y * view.zoom, nodeHeightPx * view.zoom, size.height - marginPx);
  return right === 0 && down === 0 ? view : { ...view, x: view.x + right, y: view.y + down };
}

export function centredOn([x, y]: Position, zoom: number, size: Size): Viewport {
  return {
    x: size.width / 2 - (x + nodeWidthPx / 2) * zoom,
    y: size.height / 2 - (y + nodeHeightPx / 2) * zoom,
    zoom,
  };
}

/** What is drawn, in whole tiles: as text, so that it is the same while the tiles are. */
export function tilesOf(view: Viewport, size: Size): string {
  const tile = tilePx / view.zoom;
  const left = Math.floor(-view.x / view.zoom / tile - 0.25) * tile;
  const top = Math.floor(-view.y / view.zoom / tile - 0.25) * tile;
  const right = Math.ceil((size.width - view.x) / view.zoom / tile + 0.25) * tile;
  const bottom = Math.ceil((size.height - view.y) / view.zoom / tile + 0.25) * tile;
  return [left, top, right, bottom].map((value) => String(Math.round(value))).join(' ');
}

export function rectOf(tiles: string): Rect {
  const [left = 0, top = 0, right = 0, bottom = 0] = tiles.split(' ').map(Number);
  return { left, top, right, bottom };
}

export function isIn([x, y]: Position, rect: Rect): boolean {
  return (
    x < rect.right && x + nodeWidthPx > rect.left && y < rect.bottom && y + nodeHeightPx > rect.top
  );
}

export function touches(points: readonly Position[], rect: Rect): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return left < rect.right && right > rect.left && top < rect.bottom && bottom > rect.top;
}

export function isOnTask([left, top]: Position, [x, y]: Position, margin: number): boolean {
  const isAcross = x >= left - margin && x <= left + nodeWidthPx + margin;
  return isAcross && y >= top - margin && y <= top + nodeHeightPx + margin;
}

/** Whether a place lies on a way of level and upright runs, or so near to it. */
export function isOnWay(points: readonly Position[], [x, y]: Position, reach: number): boolean {
  return points.some(([toX, toY], index) => {
    const [fromX, fromY] = points[index - 1] ?? [toX, toY];
    return (
      x >= Math.min(fromX, toX) - reach &&
      x <= Math.max(fromX, toX) + reach &&
      y >= Math.min(fromY, toY) - reach &&
      y <= Math.max(fromY, toY) + reach
    );
  });
}

/** Of the longest run of a way. */
export function middleOf(points: readonly Position[]): Position {
  let [middle, longest]: [Position, number] = [points[0] ?? [0, 0], 0];
  points.forEach(([x, y], index) => {
    const [fromX, fromY] = points[index - 1] ?? [x, y];
    const length = Math.abs(x - fromX) + Math.abs(y - fromY);
    if (length > longest) [middle, longest] = [[(x + fromX) / 2, (y + fromY) / 2], length];
  });
  return middle;
}
