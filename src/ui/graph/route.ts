import { lanePx, nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { Boxes } from './boxes.ts';
import type { Area, Box } from './boxes.ts';

export type Direction = 'right' | 'down';

/** A dependency as it is drawn. */
export interface Channel {
  /** Of one dependency, for as long as the tasks keep their numbers. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Corners, from the outlet to the inlet. */
  readonly points: readonly Position[];
}
interface Pair {
  readonly from: number;
  readonly to: number;
}

/** From an outlet to the first bend, from the last bend to an inlet. */
const stubPx = 25;
/** Between a channel and a task it passes. */
const clearPx = 10;
const jumpsMost = 80;

/**
 * Finds the way of each dependency between the tasks: straight, with one bend before or behind, or
 * through a corridor that is free. Those that share an end share their bends, others get lanes.
 */
export function routeChannels(
  positions: readonly Position[],
  pairs: readonly Pair[],
  direction: Direction,
): Channel[] {
  const router = new Router(positions, pairs, direction);
  // Short ones first: they have the least choice.
  const ways = pairs
    .map((pair, index) => ({ pair, index, length: router.lengthOf(pair) }))
    .sort((a, b) => a.length - b.length || a.index - b.index)
    .map(({ pair }) => ({ pair, way: router.route(pair) }));
  const isRight = direction === 'right';
  return ways.map(({ pair, way }) => ({
    key: `${String(pair.from)}>${String(pair.to)}`,
    ...pair,
    points: way.map((corner): Position =>
      isRight ? [corner.along, corner.across] : [corner.across, corner.along],
    ),
  }));
}

interface Lane {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly hub: number;
}

class Router {
  readonly #boxes: Boxes;
  readonly #extent: Box;
  readonly #outs = new Map<number, number>();
  readonly #ins = new Map<number, number>();
  /** Taken by bends, and by corridors; each by where it lies. */
  readonly #bends = new Map<number, Lane[]>();
  readonly #corridors = new Map<number, Lane[]>();

  constructor(positions: readonly Position[], pairs: readonly Pair[], direction: Direction) {
    const isRight = direction === 'right';
    this.#extent = isRight
      ? { along: nodeWidthPx, across: nodeHeightPx }
      : { along: nodeHeightPx, across: nodeWidthPx };
    this.#boxes = new Boxes(
      positions.map(([x, y]) => (isRight ? { along: x, across: y } : { along: y, across: x })),
      this.#extent,
    );
    for (const { from, to } of pairs) {
      this.#outs.set(from, (this.#outs.get(from) ?? 0) + 1);
      this.#ins.set(to, (this.#ins.get(to) ?? 0) + 1);
    }
  }

  lengthOf({ from, to }: Pair): number {
    const { start, end } = this.#ends({ from, to });
    const along = end.along - start.along;
    return (along < stubPx ? 100_000 - along : along) + Math.abs(end.across - start.across);
  }

  route(pair: Pair): Box[] {
    const { start, end } = this.#ends(pair);
    const isForward = end.along - start.along >= stubPx;
    if (isForward && start.across === end.across && this.#isRunFree(start, end)) {
      return [start, end];
    }
    const hub = this.#hubOf(pair);
    if (isForward) {
      const one = this.#withOneBend(start, end, hub);
      if (one !== null) return one;
    }
    return this.#throughCorridor(start, end, hub);
  }

  #ends({ from, to }: Pair): { start: Box; end: Box } {
    const source = this.#boxes.at(from);
    const target = this.#boxes.at(to);
    const half = this.#extent.across / 2;
    return {
      start: { along: source.along + this.#extent.along, across: source.across + half },
      end: { along: target.along, across: target.across + half },
    };
  }

  /** The end whose channels bend together: even for a source, odd for a target. */
  #hubOf({ from, to }: Pair): number {
    const outs = this.#outs.get(from) ?? 0;
    return outs > 1 || (this.#ins.get(to) ?? 0) <= 1 ? from * 2 : to * 2 + 1;
  }

  #withOneBend(start: Box, end: Box, hub: number): Box[] | null {
    const near = { at: start.along + stubPx, step: lanePx };
    const far = { at: end.along - stubPx, step: -lanePx };
    for (const { at, step } of hub % 2 === 0 ? [near, far] : [far, near]) {
      const bend = this.#laneNear(this.#bends, {
        at: Math.max(start.along + 12, Math.min(end.along - 12, at)),
        from: start.across,
        to: end.across,
        hub,
        step,
        isOpen: (lane) => lane > start.along + 8 && lane < end.along - 8,
      });
      const corner = { along: bend, across: start.across };
      const next = { along: bend, across: end.across };
      const isFree =
        this.#isRunFree(start, corner) &&
        this.#isRunFree(next, end) &&
        this.#isFree(areaOf(corner, next, clearPx));
      if (!isFree) continue;
      this.#take(this.#bends, { at: bend, from: start.across, to: end.across, hub });
      return [start, corner, next, end];
    }
    return null;
  }

  #throughCorridor(start: Box, end: Box, hub: number): Box[] {
    const first = start.along + stubPx;
    const last = end.along - stubPx;
    const across = this.#corridorBetween({ first, last, start, end, hub });
    const bendAt = (at: number, from: number, step: number) => {
      const isOpen = (lane: number) =>
        this.#isFree(areaOf({ along: lane, across: from }, { along: lane, across }, clearPx));
      const lane = this.#laneNear(this.#bends, { at, from, to: across, hub, step, isOpen });
      this.#take(this.#bends, { at: lane, from, to: across, hub });
      return lane;
    };
    const out = bendAt(first, start.across, lanePx);
    const back = bendAt(last, end.across, -lanePx);
    this.#take(this.#corridors, { at: across, from: out, to: back, hub });
    return [
      start,
      { along: out, across: start.across },
      { along: out, across },
      { along: back, across },
      { along: back, across: end.across },
      end,
    ];
  }

  /** The free way along that is nearest to both ends. */
  #corridorBetween(way: {
    readonly first: number;
    readonly last: number;
    readonly start: Box;
    readonly end: Box;
    readonly hub: number;
  }): number {
    const from = Math.min(way.first, way.last) - clearPx;
    const to = Math.max(way.first, way.last) + clearPx;
    const cost = (across: number) =>
      Math.abs(across - way.start.across) + Math.abs(across - way.end.across);
    let best: number | null = null;
    for (const origin of [way.end.across, way.start.across]) {
      for (const step of [1, -1]) {
        const found = this.#freeFrom(origin, step, { from, to, hub: way.hub });
        if (best === null || cost(found) < cost(best)) best = found;
      }
    }
    return best ?? way.end.across;
  }

  #freeFrom(origin: number, step: number, way: { from: number; to: number; hub: number }): number {
    let across = origin;
    for (let jump = 0; jump < jumpsMost; jump += 1) {
      const corridor = { from: { along: way.from, across }, to: { along: way.to, across } };
      const found = this.#boxes.firstIn(widened(corridor, clearPx));
      if (found !== -1) {
        const box = this.#boxes.at(found);
        const edge = step > 0 ? box.across + this.#extent.across : box.across;
        across = edge + step * (clearPx + 2);
      } else if (this.#isTaken(this.#corridors, { at: across, ...way })) {
        across += step * lanePx;
      } else {
        return across;
      }
    }
    return across;
  }

  #isRunFree(start: Box, end: Box): boolean {
    return this.#isFree(areaOf({ along: start.along + 1, across: start.across }, end, clearPx));
  }

  #isFree(area: Area): boolean {
    // A task's own edge is no obstacle to what begins or ends there.
    return (
      this.#boxes.firstIn({
        from: { along: area.from.along + clearPx, across: area.from.across },
        to: { along: area.to.along - clearPx - 1, across: area.to.across },
      }) === -1
    );
  }

  #laneNear(
    lanes: ReadonlyMap<number, readonly Lane[]>,
    wish: Lane & { readonly step: number; isOpen(at: number): boolean },
  ): number {
    // What finds no lane further on goes back towards where it came from, before it shares one.
    for (const step of [wish.step, -wish.step]) {
      let at = wish.at;
      while (wish.isOpen(at) && this.#isTaken(lanes, { ...wish, at })) {
        at += step;
        if (Math.abs(at - wish.at) > lanePx * 14) return wish.at;
      }
      if (wish.isOpen(at)) return at;
    }
    return wish.at;
  }

  /** Whether another end's channels lie beside it, nearer than a lane. */
  #isTaken(lanes: ReadonlyMap<number, readonly Lane[]>, wish: Lane): boolean {
    const from = Math.min(wish.from, wish.to) - clearPx;
    const to = Math.max(wish.from, wish.to) + clearPx;
    const square = squareOf(wish.at);
    for (const near of [square - 1, square, square + 1]) {
      const isTaken = lanes
        .get(near)
        ?.some(
          (lane) =>
            lane.hub !== wish.hub &&
            Math.abs(lane.at - wish.at) < lanePx - 1 &&
            lane.from < to &&
            lane.to > from,
        );
      if (isTaken === true) return true;
    }
    return false;
  }

  #take(lanes: Map<number, Lane[]>, lane: Lane): void {
    const square = squareOf(lane.at);
    const sorted = {
      ...lane,
      from: Math.min(lane.from, lane.to),
      to: Math.max(lane.from, lane.to),
    };
    const own = lanes.get(square);
    if (own === undefined) lanes.set(square, [sorted]);
    else own.push(sorted);
  }
}

const squareOf = (at: number): number => Math.floor(at / lanePx);

function areaOf(one: Box, other: Box, margin: number): Area {
  return widened(
    {
      from: {
        along: Math.min(one.along, other.along),
        across: Math.min(one.across, other.across),
      },
      to: {
        along: Math.max(one.along, other.along),
        across: Math.max(one.across, other.across),
      },
    },
    margin,
  );
}

function widened({ from, to }: Area, by: number): Area {
  return {
    from: { along: from.along - by, across: from.across - by },
    to: { along: to.along + by, across: to.across + by },
  };
}
