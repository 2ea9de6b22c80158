import { labelLine, labelLines } from './group-lines.ts';
import type { LabelLine, Measured } from './group-lines.ts';
import type { TaskGroup } from './task-group.ts';
import type { Size, Viewport } from './view.ts';

/** On the screen; pixels. */
export interface ScreenRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
/** Words on the canvas beside a frame that has no room for them. */
export interface Tag extends ScreenRect {
  readonly words: string;
  readonly said: string;
}
/** A group with its words. */
export interface NamedGroup {
  readonly group: TaskGroup;
  /** In parts, each of which may have a line of its own. */
  readonly parts: readonly string[];
  /** How far it is. */
  readonly said: string;
  /** It has words before the others have. */
  readonly hasFailed: boolean;
}
export interface Frame extends ScreenRect {
  readonly label: readonly LabelLine[];
  readonly tag: Tag | null;
}
interface Pane extends Measured {
  readonly viewport: Viewport;
  readonly size: Size;
}

export const lineHeightPx = 16;
export const paddingPx = 6;
/** A smaller frame has no room for words; one with room above is only too narrow. */
const namedLeast = { width: 84, freeWidth: 56, height: 34 } as const;
/** A longer name would be read as that of what stands beside. */
const tagMostPx = 200;

/**
 * The frame of each group on the screen. Frames that stand side by side have their words above their
 * tasks, all at one height; where something stands above, words lie on the tasks. A name that would be
 * cut, or not be there, stands beside its frame on the canvas, where nothing else does.
 */
export function framesOf(named: readonly NamedGroup[], pane: Pane): readonly Frame[] {
  const bare = named.map((one): Frame => {
    const place = onScreen(one.group, pane.viewport);
    return { ...place, label: labelOf(one, place, pane), tag: null };
  });
  const lines = bare.reduce(
    (most, { label }, index) =>
      named[index]?.group.isFree === true ? Math.max(most, label.length) : most,
    0,
  );
  const headed = bare.map((frame, index) =>
    named[index]?.group.isFree === true ? withHead(frame, headOf(lines)) : frame,
  );
  const taken: ScreenRect[] = [...headed];
  const frames = [...headed];
  const order = [...named.keys()].toSorted(
    (a, b) => Number(named[b]?.hasFailed) - Number(named[a]?.hasFailed),
  );
  for (const index of order) {
    const [one, frame, own] = [named[index], headed[index], bare[index]];
    if (one === undefined || frame === undefined || own === undefined) continue;
    if (frame.label.length > 0 && frame.label.every(({ isWhole }) => isWhole)) continue;
    const others = taken.filter((other) => other !== frame);
    const tag = tagOf(one, own, { ...pane, others });
    if (tag === null) continue;
    taken.push({ ...tag, left: tag.left - paddingPx, width: tag.width + 2 * paddingPx });
    frames[index] = { ...own, label: [], tag };
  }
  return frames;
}

function onScreen({ bounds }: TaskGroup, { x, y, zoom }: Viewport): ScreenRect {
  const { left, top, right, bottom } = bounds;
  return {
    left: x + left * zoom,
    top: y + top * zoom,
    width: (right - left) * zoom,
    height: (bottom - top) * zoom,
  };
}

function labelOf(
  { group: { isFree }, parts, said }: NamedGroup,
  { width, height }: ScreenRect,
  { nameWidth, saidWidth }: Measured,
): readonly LabelLine[] {
  const isNarrow = width < (isFree ? namedLeast.freeWidth : namedLeast.width);
  if (isNarrow || (!isFree && height < namedLeast.height)) return [];
  const measured = { room: width - 2 * paddingPx, nameWidth, saidWidth };
  return isFree ? labelLines(parts, said, measured) : [labelLine(parts, said, measured)];
}

function withHead(frame: Frame, head: number): Frame {
  if (frame.label.length === 0) return frame;
  return { ...frame, top: frame.top - head, height: frame.height + head };
}

/** Of a label of so many lines. */
export function headOf(lines: number): number {
  return lines * lineHeightPx + paddingPx;
}

/** Within the pane, on no frame and no other words; null where there is no such place. */
function tagOf(
  { group, parts, said }: NamedGroup,
  frame: ScreenRect,
  { size, others, nameWidth, saidWidth }: Pane & { readonly others: readonly ScreenRect[] },
): Tag | null {
  // Parts of a graph may stand among tasks that are in none of them.
  if (group.name.kind === 'from') return null;
  const words = parts.join(' ');
  if (words.length > tagMostPx) return null;
  const width = nameWidth(words) + paddingPx + saidWidth(said);
  if (width > tagMostPx) return null;
  const places = group.isFree ? placesAbove : placesBeside;
  const place = places(frame, { width, height: lineHeightPx }).find(
    (one) => isWithin(one, size) && others.every((other) => !areOver(one, other)),
  );
  return place === undefined ? null : { ...place, words, said };
}

/** Above a frame or below it, from its left or up to its right. */
function placesAbove({ left, top, width, height }: ScreenRect, size: Size): readonly ScreenRect[] {
  const [above, below] = [top - size.height, top + height];
  const upTo = left + width - size.width;
  return [
    { left, top: above, ...size },
    { left: upTo, top: above, ...size },
    { left, top: below, ...size },
    { left: upTo, top: below, ...size },
  ];
}

function placesBeside({ left, top, width, height }: ScreenRect, size: Size): readonly ScreenRect[] {
  const middle = top + (height - size.height) / 2;
  return [
    { left: left + width + paddingPx, top: middle, ...size },
    { left: left - paddingPx - size.width, top: middle, ...size },
  ];
}

function isWithin({ left, top, width, height }: ScreenRect, size: Size): boolean {
  return left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height;
}

function areOver(one: ScreenRect, other: ScreenRect): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
