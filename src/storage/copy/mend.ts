import type { CopyAside, CopyFolder } from './folder.ts';
import { comparePositions, type Position } from './frames.ts';
import type { QueuedRemoval } from './records.ts';
import type { SlotInfo, SlotWriter } from './slots.ts';
import { unreadable, type SlotRow, type Survey } from './survey.ts';
import type { Claim, CopyTables, SlotEnd, StoredJournalRow } from './tables.ts';
import { framesOf } from './writer.ts';

/**
 * Slots that a failing disk has spoiled, while the database is whole (durability.md, section 4):
 * 1. Only what was flushed for certain is missed; what lies behind is torn, and copied again anyway.
 * 2. What the copy should hold and cannot be read is written anew, out of the database.
 * 3. A removal that was destroyed is said again: the database had known the thing, and knows it no more.
 * 4. Only then a spoiled slot is freed, and the database told up to where the copy is good.
 */
export function findSpoiled(
  slots: readonly SlotInfo[],
  { wholeBytes }: Survey,
  end: SlotEnd | null,
): ReadonlySet<string> {
  const spoiled = new Set<string>();
  const at = slots.findIndex(({ name }) => name === end?.name);
  if (end !== null && at < 0) spoiled.add(end.name);
  for (const [index, { name, bytes, epoch }] of slots.entries()) {
    // Newest first: whoever began a later one had flushed the one before.
    const flushed = name === end?.name ? end.bytes : index > at && at >= 0 ? bytes : 0;
    const isHeadless = epoch === Infinity;
    if (isHeadless || (wholeBytes.get(name) ?? 0) < flushed) spoiled.add(name);
  }
  return spoiled;
}

interface Parts {
  readonly tables: CopyTables;
  readonly claim: Claim;
  readonly survey: Survey;
}

const executionsAtOnce = 200;

/** What the copy still shows and the database has let go: its removal lay in a spoiled part. */
export async function lostRemovals(parts: Parts): Promise<readonly QueuedRemoval[]> {
  const { tables, survey } = parts;
  const removals: QueuedRemoval[] = [];
  const heads = new Set<string>((await tables.heads()).map(({ id }) => id));
  const gone = new Set<string>();
  for (const { record } of survey.records) {
    if (record.kind === 'head' && !heads.has(record.head.id)) gone.add(record.head.id);
  }
  for (const id of gone) removals.push({ kind: 'removedWorkflow', id });
  const setAside = new Set((await tables.damaged()).map(({ executionId }) => executionId));
  const ids = [...survey.rows.keys()].filter((id) => !setAside.has(id));
  for (let at = 0; at < ids.length; at += executionsAtOnce) {
    const batch = ids.slice(at, at + executionsAtOnce);
    const begins = firstOfEach(await tables.rowsOf(batch));
    for (const id of batch) {
      const through = lastBefore(parts, survey.rows.get(id) ?? [], begins.get(id));
      if (through === null) continue;
      removals.push({ kind: 'removedExecution', id, through, bytes: 0 });
    }
  }
  return removals;
}

function firstOfEach(rows: readonly StoredJournalRow[]): ReadonlyMap<string, Position> {
  const begins = new Map<string, Position>();
  for (const row of rows) if (!begins.has(row.executionId)) begins.set(row.executionId, row);
  return begins;
}

/** Rows of a life before the one that the database knows, or of one that it knew and has let go. */
function lastBefore(
  { claim }: Parts,
  rows: readonly SlotRow[],
  begin: Position | undefined,
): Position | null {
  let last: Position | null = null;
  for (const { epoch, commit } of rows) {
    const position = { epoch, commit };
    const isOld =
      begin === undefined
        ? comparePositions(position, claim.copied) <= 0
        : comparePositions(position, begin) < 0;
    const isLater = last === null || comparePositions(position, last) > 0;
    if (isOld && isLater) last = position;
  }
  return last;
}

/** Asks whether a slot that is whole holds a row. */
export function heldBy(
  { rows }: Survey,
  spoiled: ReadonlySet<string>,
): (row: StoredJournalRow) => boolean {
  const held = new Set<string>();
  for (const list of rows.values()) {
    for (const row of list) {
      const isReadable = row.at !== unreadable.at;
      if (isReadable && !spoiled.has(row.slot)) held.add(nameOf(row));
    }
  }
  return (row) => held.has(nameOf(row));
}

function nameOf({ executionId, seq, epoch, commit }: Omit<StoredJournalRow, 'body'>): string {
  return `${String(epoch)} ${String(commit)} ${String(seq)} ${executionId}`;
}

interface Tools {
  readonly tables: CopyTables;
  readonly folder: CopyFolder;
  readonly slots: SlotWriter;
  readonly aside: CopyAside;
}

/** Rows that were set aside after they were shown are in no journal, and stay for whoever looks. */
export async function keepDamaged(
  { tables, slots, aside }: Tools,
  isHeld: (row: StoredJournalRow) => boolean,
): Promise<void> {
  const rows = (await tables.damaged()).filter((row) => row.wasShown && !isHeld(row));
  if (rows.length > 0) await slots.save(await framesOf(rows, aside));
}

/** One that another holds stays: whoever takes over next finds it again. */
export async function freeSpoiled(
  { folder, slots }: Tools,
  spoiled: ReadonlySet<string>,
): Promise<void> {
  const names = new Set((await folder.list()).map(({ name }) => name));
  for (const name of spoiled) {
    const slot = names.has(name) && name !== slots.name ? await folder.open(name) : null;
    if (slot === null) continue;
    try {
      slots.free(slot);
    } finally {
      slot.close();
    }
  }
}
