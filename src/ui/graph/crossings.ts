import type { Position } from '#core/workflow/patch/operation.ts';
import type { Channel } from './route.ts';

/** Where one channel is led over another: of the upper one, and its piece of path there. */
export interface Aqueduct {
  readonly over: Channel;
  /** Cuts the lower one; a little longer is what is drawn again. */
  readonly cut: string;
  readonly piece: string;
}
interface Run {
  readonly channel: Channel;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const most = 1_500;
const cutPx = 4.5;
const piecePx = 6.5;
/** Nearer to a bend nothing is led over. */
const bendPx = 8;

/** Channels that share no end cross as an aqueduct, so that a crossing is never read as a junction. */
export function aqueductsOf(channels: readonly Channel[]): Aqueduct[] {
  const { level, upright } = runsOf(channels);
  upright.sort((a, b) => a.at - b.at);
  const found: Aqueduct[] = [];
  for (const over of level) {
    for (let index = firstAfter(upright, over.from + bendPx); index < upright.length; index += 1) {
      const under = upright[index];
      if (under === undefined || under.at > over.to - bendPx) break;
      const crosses = over.at > under.from + bendPx && over.at < under.to - bendPx;
      if (!crosses || sharesEnd(over.channel, under.channel)) continue;
      if (found.length === most) return found;
      found.push({
        over: over.channel,
        cut: piece(under.at, over.at, cutPx),
        piece: piece(under.at, over.at, piecePx),
      });
    }
  }
  return found;
}

function runsOf(channels: readonly Channel[]): { level: Run[]; upright: Run[] } {
  const level: Run[] = [];
  const upright: Run[] = [];
  for (const channel of channels) {
    channel.points.forEach((point, index) => {
      const previous: Position | undefined = channel.points[index - 1];
      if (previous === undefined) return;
      const isLevel = previous[1] === point[1];
      const along = isLevel ? 0 : 1;
      (isLevel ? level : upright).push({
        channel,
        at: point[1 - along] ?? 0,
        from: Math.min(previous[along], point[along]),
        to: Math.max(previous[along], point[along]),
      });
    });
  }
  return { level, upright };
}

function firstAfter(runs: readonly Run[], at: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sharesEnd(one: Channel, other: Channel): boolean {
  return one.from === other.from || one.to === other.to;
}

function piece(x: number, y: number, half: number): string {
  return `M${String(x - half)} ${String(y)}H${String(x + half)}`;
}
