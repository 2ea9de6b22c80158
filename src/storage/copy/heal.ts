import type { ExecutionEvent } from '#core/execution/events.ts';
import type { Healed } from '#ports/ownership.ts';
import { comparePositions, type Position } from './frames.ts';
import { mergeRows, type Candidate, type Merged } from './merge.ts';
import type { SlotReader } from './slot-reader.ts';
import { summarize } from './summary.ts';
import type { SlotRow, Survey } from './survey.ts';
import type { Change, CopyTables, DamagedRow, Fence, StoredJournalRow } from './tables.ts';
import { withDamaged } from './told.ts';

const executionsAtOnce = 200;

interface Parts {
  readonly tables: CopyTables;
  readonly fence: Fence;
  readonly reader: SlotReader;
  readonly survey: Survey;
  /** Everything up to here was behind a barrier, and may have been shown. */
  readonly covered: Position;
  /** Nothing of them is in the database: it was just emptied. */
  readonly isEmpty: boolean;
  /** What the owners before have found, and perhaps not said. */
  readonly untold: Healed | null;
}

export interface HealedExecutions {
  /** Those that got rows back. */
  readonly healed: number;
  readonly damaged: readonly string[];
}

type StoredCandidate = Candidate & {
  readonly isStored: true;
  readonly stored: StoredJournalRow;
};
type Row = SlotRow | StoredCandidate;

/**
 * Makes the journals of these executions whole again out of the database and the copy.
 * 1. What the copy has and the database lacks is inserted, under its own epoch and commit.
 * 2. Rows behind a gap that nobody fills are set aside. Were they shown, their execution is damaged:
 *    it stays as it is. Were they not, it goes on from before the gap, for it never got further.
 * 3. Each step is fenced, and repeating it changes nothing.
 * 4. What is damaged is found once, so the step that sets it aside also notes that it must be told.
 */
export async function healExecutions(
  parts: Parts,
  ids: readonly string[],
): Promise<HealedExecutions> {
  const { tables } = parts;
  const live = new Set(await tables.liveIds());
  const known = await tables.damaged();
  const shownDamage = known.filter((row) => row.wasShown).map((row) => row.executionId);
  const damagedBefore = new Set(shownDamage);
  const damaged: string[] = [];
  let healed = 0;
  for (let at = 0; at < ids.length; at += executionsAtOnce) {
    const batch = ids.slice(at, at + executionsAtOnce);
    const stored = groupRows(parts.isEmpty ? [] : await tables.rowsOf(batch));
    const states = parts.isEmpty ? new Map<string, number>() : await tables.stateSeqs(batch);
    const changes = new ChangeList();
    for (const id of batch) {
      const outcome = await healOne(parts, changes, {
        id,
        stored: stored.get(id) ?? [],
        stateSeq: states.get(id) ?? 0,
        isLive: live.has(id),
        wasDamaged: damagedBefore.has(id),
        aside: known.filter((row) => row.executionId === id),
      });
      if (outcome.isDamaged && !damagedBefore.has(id)) damaged.push(id);
      if (outcome.isHealed) healed += 1;
    }
    if (changes.isEmpty) continue;
    // Where nothing was, nothing counts before the store has its name, which comes last and strict.
    const isStep = parts.isEmpty;
    const found = damaged.length === 0 ? {} : { found: withDamaged(parts.untold, damaged) };
    await tables.apply(parts.fence, { ...changes.change, ...found, unlessQueued: true, isStep });
  }
  return { healed, damaged };
}

interface Patient {
  readonly id: string;
  readonly stored: readonly StoredJournalRow[];
  readonly stateSeq: number;
  readonly isLive: boolean;
  readonly wasDamaged: boolean;
  readonly aside: readonly DamagedRow[];
}

async function healOne(
  { survey, reader, covered }: Parts,
  changes: ChangeList,
  patient: Patient,
): Promise<{ readonly isDamaged: boolean; readonly isHealed: boolean }> {
  const { id, stored } = patient;
  const candidates: Row[] = [
    ...stored.map(toCandidate),
    ...(survey.rows.get(id) ?? []).filter((row) => !isAside(row, patient.aside)),
  ];
  const merged = mergeRows(candidates, survey.removed.get(id) ?? null);
  const bodies = await readKept(merged, reader);
  const whole = bodies.findIndex((body) => body === null);
  const keptCount = whole < 0 ? merged.kept.length : whole;
  const kept = merged.kept.slice(0, keptCount);
  const lost: Row[] = [...merged.kept.slice(keptCount).map(({ row }) => row), ...merged.behindGap];

  const events: ExecutionEvent[] = [];
  let isHealed = false;
  for (const [index, { row, count }] of kept.entries()) {
    const all = bodies[index] ?? [];
    events.push(...all.slice(0, count));
    if (row.isStored && count === row.count) continue;
    isHealed ||= !row.isStored;
    changes.rows.push(toRow(id, row, JSON.stringify(all.slice(0, count))));
  }
  for (const row of merged.dropped) if (row.isStored) changes.dropRows.push([id, row.seq]);
  let isDamaged = patient.wasDamaged;
  for (const row of lost) {
    const wasShown = !row.isStored || comparePositions(row, covered) <= 0;
    const body = row.isStored ? row.stored.body : ((await reader.read(row)) ?? '[]');
    changes.damaged.push({ ...toRow(id, row, body), wasShown });
    isDamaged ||= wasShown;
  }
  const isChanged = isHealed || lost.length > 0 || merged.dropped.some((row) => row.isStored);
  settle(changes, { patient, events, isDamaged, isChanged });
  return { isDamaged, isHealed };
}

/** What follows from the journal: whether it is live, its list row, whether its state still holds. */
function settle(
  changes: ChangeList,
  {
    patient: { id, stateSeq, isLive },
    events,
    isDamaged,
    isChanged,
  }: {
    readonly patient: Patient;
    readonly events: readonly ExecutionEvent[];
    readonly isDamaged: boolean;
    readonly isChanged: boolean;
  },
): void {
  const last = events.at(-1);
  const shouldLive = last !== undefined && last.type !== 'executionEnded' && !isDamaged;
  if (shouldLive && !isLive) changes.live.push(id);
  if (!shouldLive && isLive) changes.notLive.push(id);
  if (stateSeq > (last?.seq ?? 0)) changes.dropStates.push(id);
  const row = isChanged ? summarize(id, events) : null;
  if (row !== null) changes.executions.push(row);
  if (last === undefined) changes.dropExecutions.push(id);
}

async function readKept(
  { kept }: Merged<Row>,
  reader: SlotReader,
): Promise<(readonly ExecutionEvent[] | null)[]> {
  const bodies: (readonly ExecutionEvent[] | null)[] = [];
  for (const { row } of kept) {
    bodies.push(parseEvents(row.isStored ? row.stored.body : await reader.read(row)));
  }
  return bodies;
}

function parseEvents(body: string | null): readonly ExecutionEvent[] | null {
  try {
    const events: unknown = body === null ? null : JSON.parse(body);
    return Array.isArray(events) ? (events as readonly ExecutionEvent[]) : null;
  } catch {
    // A row that cannot be read is as good as none: it and what is behind it are set aside.
    return null;
  }
}

function toCandidate(stored: StoredJournalRow): StoredCandidate {
  const events = parseEvents(stored.body);
  const { seq, epoch, commit } = stored;
  const isEnd = events?.at(-1)?.type === 'executionEnded';
  return {
    seq,
    epoch,
    commit,
    count: events?.length ?? 1,
    isEnd,
    isStored: true,
    isLost: false,
    stored,
  };
}

function toRow(executionId: string, { seq, epoch, commit }: Row, body: string): StoredJournalRow {
  return { executionId, seq, epoch, commit, body };
}

function isAside(row: SlotRow, aside: readonly DamagedRow[]): boolean {
  return aside.some((one) => one.seq === row.seq && one.epoch === row.epoch);
}

function groupRows(rows: readonly StoredJournalRow[]): Map<string, StoredJournalRow[]> {
  const groups = new Map<string, StoredJournalRow[]>();
  for (const row of rows) {
    const known = groups.get(row.executionId);
    if (known === undefined) groups.set(row.executionId, [row]);
    else known.push(row);
  }
  return groups;
}

class ChangeList {
  readonly rows: StoredJournalRow[] = [];
  readonly damaged: DamagedRow[] = [];
  readonly dropRows: [string, number][] = [];
  readonly live: string[] = [];
  readonly notLive: string[] = [];
  readonly executions: NonNullable<ReturnType<typeof summarize>>[] = [];
  readonly dropExecutions: string[] = [];
  readonly dropStates: string[] = [];

  get change(): Change {
    const { rows, damaged, dropRows, live, notLive, executions, dropExecutions, dropStates } = this;
    return { rows, damaged, dropRows, live, notLive, executions, dropExecutions, dropStates };
  }

  get isEmpty(): boolean {
    return Object.values(this.change).every((list) => Array.isArray(list) && list.length === 0);
  }
}
