import type { Attempt, Execution, TaskRecord } from '#core/execution/execution.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { Task } from '#core/workflow/model.ts';

/** In the grammar of channels: dry, full, moving, hatched, dotted. */
export type SegmentKind = 'queue' | 'run' | 'running' | 'failed' | 'interrupted' | 'wait';
export interface Segment {
  readonly kind: SegmentKind;
  readonly from: Instant;
  readonly to: Instant;
}
export interface TimelineRow {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly segments: readonly Segment[];
}

/** Tasks that were tried or wait, in definition order, at most `rowsMax`. */
export function timelineOf(execution: Execution, now: Instant, rowsMax: number): TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const [index, task] of execution.plan.tasks.entries()) {
    if (rows.length === rowsMax) break;
    const record = execution.tasks[index];
    if (record === undefined || record.attempts.length === 0) continue;
    const segments = [
      ...queueOf(execution, index, record),
      ...record.attempts.flatMap((_, at) => attemptSegments({ task, record }, at, now)),
    ];
    rows.push({ index, id: task.id, name: task.name, segments });
  }
  return rows;
}

/** From when its last dependency ended until its first start. */
function queueOf(execution: Execution, index: number, record: TaskRecord): Segment[] {
  const ends = (execution.plan.dependencies[index] ?? []).map(
    (one) => execution.tasks[one]?.attempts.at(-1)?.endedAt ?? execution.createdAt,
  );
  const from = ends.reduce((latest, end) => Math.max(latest, end), execution.createdAt);
  const to = record.attempts[0]?.startedAt ?? from;
  return to > from ? [{ kind: 'queue', from, to }] : [];
}

interface Told {
  readonly task: Task;
  readonly record: TaskRecord;
}

function attemptSegments({ task, record }: Told, at: number, now: Instant): Segment[] {
  const attempt = record.attempts[at];
  const next = record.attempts[at + 1];
  if (attempt === undefined) return [];
  const from = attempt.startedAt;
  if (attempt.endedAt === null) {
    const kind = record.state === 'waiting' ? 'wait' : 'running';
    return [{ kind, from, to: Math.max(now, from) }];
  }
  const kind = kindOf(record, attempt, next);
  // A task that only waits has never run, also when it is over.
  const isWait = kind === 'run' && task.type === 'wait';
  const own: Segment = { kind: isWait ? 'wait' : kind, from, to: attempt.endedAt };
  if (next === undefined) {
    return record.state === 'waiting'
      ? [own, { kind: 'wait', from: attempt.endedAt, to: Math.max(now, attempt.endedAt) }]
      : [own];
  }
  // Between a crash and the next attempt nobody waited: the browser was gone.
  if (next.recovered || next.startedAt <= attempt.endedAt) return [own];
  return [own, { kind: 'wait', from: attempt.endedAt, to: next.startedAt }];
}

function kindOf(record: TaskRecord, attempt: Attempt, next: Attempt | undefined): SegmentKind {
  if (attempt.failure !== null) return 'failed';
  const code = record.cause?.code;
  const isCutOff = next === undefined && (code === 'outcomeUnknown' || code === 'quarantined');
  return next?.recovered === true || isCutOff ? 'interrupted' : 'run';
}

export interface Fold {
  readonly from: Instant;
  readonly to: Instant;
}
/** Where an instant stands, from 0 to 1; long times in which nothing ran are folded. */
export interface Scale {
  readonly at: (instant: Instant) => number;
  readonly folds: readonly Fold[];
}

const foldedFromMs = 5_000;
/** A gap is folded when it is longer than this part of all the time in which something ran. */
const foldedPart = 0.3;
/** And then takes this part of it. */
const keptPart = 0.06;

export function scaleOf(rows: readonly TimelineRow[], start: Instant, end: Instant): Scale {
  const busy = merged(rows.flatMap(({ segments }) => segments.flatMap(busyPart)));
  const busyMs = busy.reduce((sum, { from, to }) => sum + to - from, 0);
  const longest = Math.max(foldedFromMs, busyMs * foldedPart);
  const edges = [start, ...busy.flatMap(({ from, to }) => [from, to]), end];
  const folds: Fold[] = [];
  for (let at = 0; at < edges.length; at += 2) {
    const from = edges[at] ?? start;
    const to = edges[at + 1] ?? end;
    if (to - from > longest) folds.push({ from, to });
  }
  const foldMs = Math.max(busyMs * keptPart, 1);
  const position = (instant: Instant) =>
    folds.reduce((sum, { from, to }) => {
      const inside = Math.min(Math.max(instant - from, 0), to - from);
      return sum - inside + (inside / (to - from)) * foldMs;
    }, instant - start);
  const whole = Math.max(position(end), 1);
  return { at: (instant) => Math.min(1, Math.max(0, position(instant) / whole)), folds };
}

/**
 * An attempt that was cut off ends when the browser came back, for nobody saw it stop: only its
 * beginning counts, so that a night with the browser closed can be folded.
 */
function busyPart({ kind, from, to }: Segment): Fold[] {
  if (kind === 'queue' || kind === 'wait') return [];
  return [{ from, to: kind === 'interrupted' ? Math.min(to, from + foldedFromMs) : to }];
}

/** Overlapping times as one, in order. */
function merged(parts: readonly Fold[]): Fold[] {
  const times: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of parts.toSorted((a, b) => a.from - b.from)) {
    const last = times.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else times.push({ from, to });
  }
  return times;
}

const stepsMs = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

interface Axis {
  readonly start: Instant;
  readonly end: Instant;
  /** How many ticks have room. */
  readonly ticksMax: number;
}

/** Round times since the start; those in a fold, and those too close behind one, are left out. */
export function ticksOf({ at: place, folds }: Scale, { start, end, ticksMax }: Axis): number[] {
  const foldedMs = folds.reduce((sum, { from, to }) => sum + to - from, 0);
  const shownMs = end - start - foldedMs;
  const step = stepsMs.find((ms) => shownMs / ms <= ticksMax) ?? 86_400_000;
  const ticks: number[] = [];
  let at = 0;
  while (start + at <= end && ticks.length < ticksMax * 2) {
    const fold = folds.find(({ from, to }) => start + at > from && start + at < to);
    const last = ticks.at(-1);
    const room = last === undefined ? 1 : place(start + at) - place(start + last);
    if (fold === undefined && room >= 0.6 / ticksMax) ticks.push(at);
    at = fold === undefined ? at + step : Math.ceil((fold.to - start) / step) * step;
  }
  return ticks;
}
