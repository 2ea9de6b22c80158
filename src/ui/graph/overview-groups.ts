import type { TaskState } from '#core/execution/events.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { framesOf, headOf, lineHeightPx, paddingPx } from './group-frames.ts';
import type { Frame } from './group-frames.ts';
import type { OverviewPicture } from './overview-picture.ts';
import type { TaskGroup } from './task-group.ts';

/** How a group stands as a whole, the worst first. */
type Standing = 'failed' | 'busy' | 'open' | 'over' | 'still';

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
const unknownYet: Standings = { standing: 'still', ended: 0 };
interface StandingFrame extends Frame {
  readonly standing: Standing;
}

/** Of each group, with its words as they stand now. */
export function framesIn(
  context: CanvasRenderingContext2D,
  picture: OverviewPicture,
): readonly StandingFrame[] {
  const standings = picture.groups.map((group) => standingOf(group, picture));
  const named = picture.groups.map((group, index) => ({
    group,
    parts: picture.words.name(group.name),
    said: saidOf(standings[index] ?? unknownYet, group, picture),
    hasFailed: standings[index]?.standing === 'failed',
  }));
  const { viewport, size } = picture;
  const frames = framesOf(named, {
    viewport,
    size,
    nameWidth: widthIn(context, nameFont(picture)),
    saidWidth: widthIn(context, saidFont(picture)),
  });
  return frames.map((frame, index) => ({
    ...frame,
    standing: (standings[index] ?? unknownYet).standing,
  }));
}

function saidOf(
  { standing, ended: count }: Standings,
  { tasks }: TaskGroup,
  { words }: OverviewPicture,
): string {
  if (standing === 'failed') return words.failed;
  return words.progress(standing === 'still' ? null : count, tasks.length);
}

function nameFont({ font }: OverviewPicture): string {
  return `650 ${String(textPx)}px ${font}`;
}

function saidFont({ font }: OverviewPicture): string {
  return `400 ${String(textPx)}px ${font}`;
}

function widthIn(context: CanvasRenderingContext2D, font: string): (words: string) => number {
  return (words) => {
    context.font = font;
    return context.measureText(words).width;
  };
}

/** Under the lines and marks: the frame of each group. */
export function drawFrames(
  context: CanvasRenderingContext2D,
  picture: OverviewPicture,
  frames: readonly StandingFrame[],
): void {
  for (const { left, top, width, height, standing } of frames) {
    const look = looks[standing];
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
export function drawLabels(
  context: CanvasRenderingContext2D,
  picture: OverviewPicture,
  frames: readonly StandingFrame[],
): void {
  context.textBaseline = 'middle';
  const put = (text: string, font: string, [left, middle]: Position, ground: string): number => {
    context.font = font;
    const { width } = context.measureText(text);
    context.fillStyle = picture.colour(ground);
    context.fillRect(left - 2, middle - lineHeightPx / 2, width + 4, lineHeightPx);
    context.fillStyle = picture.colour('--ink');
    context.fillText(text, left, middle);
    return left + width;
  };
  const [name, said] = [nameFont(picture), saidFont(picture)];
  for (const frame of frames) {
    const { standing, label, tag } = frame;
    const ground = looks[standing].fill;
    const top = Math.max(frame.top, Math.min(0, frame.top + frame.height - headOf(label.length)));
    label.forEach((line, index) => {
      const middle = top + paddingPx / 2 + (index + 0.5) * lineHeightPx;
      const end = frame.left + frame.width - paddingPx;
      const saidAt = line.said === null ? end : end - widthIn(context, said)(line.said);
      const nameMost = saidAt - paddingPx - widthIn(context, name)(line.words);
      // A frame that begins beside the pane has its words where they can be read.
      const start = Math.max(frame.left + paddingPx, Math.min(paddingPx, nameMost));
      if (line.words !== '') put(line.words, name, [start, middle], ground);
      if (line.said === null) return;
      put(line.said, said, [line.words === '' ? start : saidAt, middle], ground);
    });
    if (tag === null) continue;
    context.fillStyle = picture.colour('--canvas');
    context.fillRect(tag.left - 2, tag.top, tag.width + 4, tag.height);
    const middle = tag.top + tag.height / 2;
    const end = put(tag.words, name, [tag.left, middle], '--canvas');
    put(tag.said, said, [end + paddingPx, middle], '--canvas');
  }
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
