import type { TaskState } from '#core/execution/events.ts';
import type { TaskGroup } from './groups.ts';
import type { OverviewPicture } from './overview-picture.ts';

/** How a group stands as a whole, the worst first. */
type Standing = 'failed' | 'busy' | 'open' | 'over' | 'still';

/** A smaller frame has no room for words. */
const namedLeast = { width: 84, height: 34 } as const;
const labelHeightPx = 18;
const paddingPx = 6;
const textPx = 12;
const looks = {
  failed: { fill: '--brick-wash', line: '--brick-mark', width: 2, dash: [] },
  busy: { fill: '--water-wash', line: '--water-mark', width: 2, dash: [] },
  open: { fill: '--canvas', line: '--line-strong', width: 1, dash: [4, 3] },
  over: { fill: '--surface', line: '--line-strong', width: 1, dash: [] },
  still: { fill: '--surface', line: '--line-strong', width: 1, dash: [] },
} as const satisfies Record<Standing, unknown>;
const ended: readonly (TaskState | null)[] = [
  'succeeded',
  'reused',
  'failed',
  'skipped',
  'cancelled',
];

interface Standings {
  readonly standing: Standing;
  readonly ended: number;
}

/** Under the lines and marks: the frame of each group. */
export function drawFrames(context: CanvasRenderingContext2D, picture: OverviewPicture): void {
  for (const group of picture.groups) {
    const { left, top, width, height } = onScreen(group, picture);
    const look = looks[standingOf(group, picture).standing];
    context.beginPath();
    context.roundRect(left, top, width, height, 6);
    context.fillStyle = picture.colour(look.fill);
    context.fill();
    context.setLineDash([...look.dash]);
    context.lineWidth = look.width;
    context.strokeStyle = picture.colour(look.line);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Over the marks: name and progress of each group that has room for them. */
export function drawLabels(context: CanvasRenderingContext2D, picture: OverviewPicture): void {
  context.textBaseline = 'middle';
  for (const group of picture.groups) {
    const { left, top, width, height } = onScreen(group, picture);
    if (width < namedLeast.width || height < namedLeast.height) continue;
    const { standing, ended: count } = standingOf(group, picture);
    const { words, colour, font } = picture;
    context.fillStyle = colour(looks[standing].fill);
    context.fillRect(left + 2, top + 2, width - 4, labelHeightPx);
    context.fillStyle = colour('--ink');
    const middle = top + 2 + labelHeightPx / 2;
    const isStill = standing === 'still';
    const said =
      standing === 'failed'
        ? words.failed
        : words.progress(isStill ? null : count, group.tasks.length);
    context.font = `400 ${String(textPx)}px ${font}`;
    const saidWidth = context.measureText(said).width;
    context.fillText(said, left + width - paddingPx - saidWidth, middle);
    context.font = `650 ${String(textPx)}px ${font}`;
    const room = width - saidWidth - 3 * paddingPx;
    context.fillText(cut(context, words.name(group.tasks[0] ?? 0), room), left + paddingPx, middle);
  }
}

function onScreen({ bounds }: TaskGroup, { viewport: { x, y, zoom } }: OverviewPicture) {
  return {
    left: x + bounds.left * zoom,
    top: y + bounds.top * zoom,
    width: (bounds.right - bounds.left) * zoom,
    height: (bounds.bottom - bounds.top) * zoom,
  };
}

function standingOf({ tasks }: TaskGroup, { markOf }: OverviewPicture): Standings {
  const states = tasks.map((task) => markOf(task).state);
  const count = states.filter((state) => ended.includes(state)).length;
  if (states.every((state) => state === null)) return { standing: 'still', ended: 0 };
  if (states.includes('failed')) return { standing: 'failed', ended: count };
  if (count === tasks.length) return { standing: 'over', ended: count };
  const isBusy = count > 0 || states.some((state) => state === 'running' || state === 'waiting');
  return { standing: isBusy ? 'busy' : 'open', ended: count };
}

/** As much of a name as there is room for. */
function cut(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  let length = name.length - 1;
  while (length > 0 && context.measureText(`${name.slice(0, length)}…`).width > room) length -= 1;
  return length === 0 ? '' : `${name.slice(0, length)}…`;
}
