import type { Position } from '#core/workflow/patch/operation.ts';
import type { Channel, Direction } from './route.ts';

const bendPx = 13;
const gatePx = 11;

/** An SVG path with round bends. */
export function pathOf(points: readonly Position[]): string {
  const [first] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  for (let index = 1; index < points.length; index += 1) {
    const previous = points[index - 1] ?? first;
    const corner = points[index] ?? first;
    const next = points[index + 1];
    if (next === undefined) path += `L${at(corner)}`;
    else path += bend(previous, corner, next);
  }
  return path;
}

/** Across the channel, before its target. */
export function gateOf({ points }: Channel, direction: Direction): string {
  const [x, y] = points.at(-1) ?? [0, 0];
  return direction === 'right'
    ? `M${at([x - gatePx, y - 7])}L${at([x - gatePx, y + 7])}`
    : `M${at([x - 7, y - gatePx])}L${at([x + 7, y - gatePx])}`;
}

function bend(previous: Position, corner: Position, next: Position): string {
  const radius = Math.min(bendPx, distance(previous, corner) / 2, distance(corner, next) / 2);
  if (radius < 1) return `L${at(corner)}`;
  return `L${at(towards(corner, previous, radius))}Q${at(corner)} ${at(towards(corner, next, radius))}`;
}

function towards([x, y]: Position, [toX, toY]: Position, by: number): Position {
  return [x + Math.sign(toX - x) * by, y + Math.sign(toY - y) * by];
}

function distance([x, y]: Position, [toX, toY]: Position): number {
  return Math.abs(toX - x) + Math.abs(toY - y);
}

function at([x, y]: Position): string {
  return `${px(x)} ${px(y)}`;
}

const px = (value: number): string => String(Math.round(value * 100) / 100);
