import { arrange } from '#core/workflow/layout/arrange.ts';
import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { layersFor } from './channel-layers.ts';
import type { ChannelLayer } from './channel-layers.ts';
import { routeChannels } from './route.ts';
import type { Channel, Direction } from './route.ts';
import { boundsOf } from './view.ts';
import type { Rect, Size } from './view.ts';

/** A graph as the canvas draws it, made to fit a width; all of it on the screen, in pixels. */
export interface Still {
  readonly width: number;
  readonly height: number;
  /** Against the canvas. */
  readonly zoom: number;
  readonly node: Size;
  /** Top left corners, by task index. */
  readonly places: readonly Position[];
  readonly layers: readonly ChannelLayer[];
}

/** Left to right is taken as long as it is shown at least so large. */
const acrossLeast = 0.85;
/** A task is never lower than two lines of its name. */
const riseLeast = 0.76;
/** Half of a channel: the outermost one may be led around all tasks. */
const bankPx = 4;

/**
 * Left to right where that fits, otherwise in the direction that shows it larger; never wider than
 * there is room for, and never larger than on the canvas.
 * @param widthPx what there is; 0 while nobody knows.
 */
export function drawStill(dependencies: readonly (readonly number[])[], widthPx: number): Still {
  const across = draw(dependencies, 'right', widthPx);
  if (across.zoom >= acrossLeast) return across;
  const down = draw(dependencies, 'down', widthPx);
  return down.zoom > across.zoom ? down : across;
}

function draw(
  dependencies: readonly (readonly number[])[],
  direction: Direction,
  widthPx: number,
): Still {
  const { positions } = arrange({ dependencies, direction, fixed: dependencies.map(() => null) });
  const pairs = dependencies.flatMap((own, to) => own.map((from) => ({ from, to })));
  const channels = routeChannels(positions, pairs, direction);
  const bounds = boundsWith(positions, channels);
  const length = bounds.right - bounds.left;
  const zoom = widthPx === 0 || length === 0 ? 1 : Math.min(1, widthPx / length);
  const rise = Math.max(zoom, riseLeast);
  const scaled = ([x, y]: Position): Position => [
    (x - bounds.left) * zoom,
    (y - bounds.top) * rise,
  ];
  const drawn = channels.map((channel) => ({ ...channel, points: channel.points.map(scaled) }));
  return {
    width: length * zoom,
    height: (bounds.bottom - bounds.top) * rise,
    zoom,
    node: { width: nodeWidthPx * zoom, height: nodeHeightPx * rise },
    places: positions.map(scaled),
    layers: layersFor(drawn, { kindOf: () => 'dry', direction, hasAqueducts: true }),
  };
}

function boundsWith(positions: readonly Position[], channels: readonly Channel[]): Rect {
  const tasks = boundsOf(positions) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const corners = channels.flatMap(({ points }) => points);
  return {
    left: Math.min(tasks.left, ...corners.map(([x]) => x - bankPx)),
    top: Math.min(tasks.top, ...corners.map(([, y]) => y - bankPx)),
    right: Math.max(tasks.right, ...corners.map(([x]) => x + bankPx)),
    bottom: Math.max(tasks.bottom, ...corners.map(([, y]) => y + bankPx)),
  };
}
