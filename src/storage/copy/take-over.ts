import { FencedError, StoreGoneError } from '#ports/journal.ts';
import type { Healed } from '#ports/ownership.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import { healDefinitions } from './definitions.ts';
import type { CopyAside, CopyFolder, CopyLimits, CopySlot } from './folder.ts';
import { comparePositions, scan, type Position } from './frames.ts';
import { healExecutions } from './heal.ts';
import { findSpoiled, freeSpoiled, heldBy, keepDamaged, lostRemovals } from './mend.ts';
import { decodeFrame, encodeContent, type NumberedRecord } from './records.ts';
import { SlotReader } from './slot-reader.ts';
import { listSlots, SlotWriter, type SlotInfo } from './slots.ts';
import { addQueuedRemovals, nowhere, surveySlots, type SlotSource, type Survey } from './survey.ts';
import { contentOf, type Living } from './sweep.ts';
import type { Claim, CopyTables } from './tables.ts';
import { lostWithDatabase, nothingHealed, toTell, undeletedIn, untoldOf } from './told.ts';
import { CopyWriter, framesOf } from './writer.ts';

const rowsAtOnce = 500;

export interface TakeOverParts {
  readonly tables: CopyTables;
  /** Null where there is no private file system. */
  readonly folder: CopyFolder | null;
  readonly aside: CopyAside;
  readonly limits: CopyLimits;
  /**
   * What must be here, since this tab has seen the store: one that a person has cleared is not made
   * anew, or brought back, before that person was told.
   */
  readonly expects: 'nothing' | 'storeOrCopy' | 'store';
  readonly newStoreId: () => string;
  readonly now: () => number;
  /** The epoch that the owner before this one said goodbye to; null when it said nothing. */
  readonly goodbye: number | null;
}

export interface Taken {
  readonly epoch: number;
  readonly tab: string;
  /** Epoch of the owner before; null when there was none. */
  readonly before: number | null;
  readonly healed: Healed | null;
  readonly copy: CopyWriter | null;
}

/**
 * Taking ownership (durability.md, sections 3 and 4), to be called only by the holder of the lock:
 * claim, heal or restore, top up. Whoever dies on the way leaves a store that the next one takes over
 * in the same manner, with the same result.
 * @throws FencedError when a newer build is there, CopyUnreadableError when the copy cannot be read.
 */
export async function takeOver(parts: TakeOverParts): Promise<Taken> {
  const claim = await parts.tables.claim(0);
  if (claim.storeId === null && parts.expects === 'store')
    throw new StoreGoneError('The store was here, and is gone');
  return parts.folder === null
    ? takeWithoutCopy(parts, claim)
    : takeWithCopy(parts, parts.folder, claim);
}

async function takeWithoutCopy(parts: TakeOverParts, claim: Claim): Promise<Taken> {
  const { tables } = parts;
  if (claim.storeId === null && parts.expects !== 'nothing')
    throw new StoreGoneError('The store was here, and is gone');
  if (claim.storeId === null) await tables.apply(claim, { storeId: parts.newStoreId() });
  const survey = await surveySlots([]);
  const reader = new SlotReader([], parts.aside);
  // Nothing was ever copied, so a gap is one that the last power cut made: nobody was shown it.
  const untold = untoldOf(claim, parts.goodbye);
  const found = { tables, fence: claim, reader, survey, covered: nowhere, isEmpty: false, untold };
  const { damaged } = await healExecutions(found, await tables.liveIds());
  const own = damaged.length === 0 ? null : { ...nothingHealed, damaged };
  const healed = toTell(untold, own);
  if (claim.found !== null || healed !== null) await tables.apply(claim, { found: healed });
  return { ...claim, healed, copy: null };
}

async function takeWithCopy(
  parts: TakeOverParts,
  folder: CopyFolder,
  first: Claim,
): Promise<Taken> {
  const isWiped = first.storeId === null;
  const all = await listSlots(folder);
  const used = all.filter(({ isFree, storeId }) => !isFree && isOurs(storeId, first.storeId));
  const [newestUsed] = used;
  if (isWiped && newestUsed !== undefined && used.every(({ isReadable }) => !isReadable))
    throw new CopyUnreadableError(newestUsed.name, 'nothing in it is whole');
  if (isWiped && used.length === 0 && parts.expects !== 'nothing')
    throw new StoreGoneError('The store was here, and is gone');
  const chosen = isWiped ? used : toRead(used, first);
  // Where the copy is all there is, what cannot be read stays as it is.
  const goneOnIn = isWiped ? chosen.find(({ isReadable }) => isReadable) : chosen[0];
  let newest = goneOnIn === undefined ? null : await folder.open(goneOnIn.name);
  let slots: SlotWriter | null = null;
  try {
    const sources = chosen.map(({ name }) => sourceOf(folder, name, newest));
    let survey = await surveySlots(sources, isWiped);
    const spoiled = isWiped ? nothingSpoiled : findSpoiled(chosen, survey, first.slotEnd);
    if (spoiled.size > 0) {
      // What is missing in one slot may lie in any other.
      survey = await surveySlots(used.map(({ name }) => sourceOf(folder, name, newest)));
      if (newest !== null && spoiled.has(newest.name)) {
        newest.close();
        newest = null;
      }
    }
    if (newest !== null && isWiped && survey.holedEnds.has(newest.name)) {
      // To go on in it would cut what cannot be read: whoever restores after a death would not know.
      newest.close();
      newest = null;
    }
    const claim = await raise(parts.tables, first, survey.epochMax);
    const storeId = claim.storeId ?? survey.storeId ?? parts.newStoreId();
    slots = await SlotWriter.open(
      { folder, limits: parts.limits, storeId, epoch: claim.epoch, spoiled },
      all,
      newest === null ? null : { slot: newest, goodBytes: survey.goodBytes.get(newest.name) ?? 0 },
    );
    const isRewritten = spoiled.size > 0 || chosen.length === 0;
    const rest = { used, spoiled, isRewritten };
    const untold = isWiped ? null : untoldOf(first, parts.goodbye);
    const around = { ...parts, folder, claim, storeId, survey, slots, untold, ...rest };
    const found = isWiped ? await restore(around) : await healFromNewest(around);
    const healed = toTell(untold, found);
    slots.fillReserve();
    // Up to its last frame the copy holds all: it was read, and the newest slot is flushed by now.
    const isFlushed = isWiped || newest !== null || spoiled.size > 0;
    const copied = isFlushed ? laterOf(claim.copied, survey.last) : claim.copied;
    const isMending = spoiled.size > 0;
    const copy = new CopyWriter({ ...parts, folder, slots, fence: claim, copied, isMending });
    if (!isWiped) await topUp(around, copy, healed);
    return { ...claim, before: first.before, healed, copy };
  } catch (error) {
    (slots ?? newest)?.close();
    throw error;
  }
}

interface Around extends TakeOverParts {
  readonly folder: CopyFolder;
  readonly claim: Claim;
  readonly storeId: string;
  readonly survey: Survey;
  readonly slots: SlotWriter;
  /** All slots of this store, newest first. */
  readonly used: readonly SlotInfo[];
  readonly spoiled: ReadonlySet<string>;
  /** What the copy lacks may be anywhere: all of the database is compared with it. */
  readonly isRewritten: boolean;
  /** What the owners before have found, and perhaps not said. */
  readonly untold: Healed | null;
}

const nothingSpoiled: ReadonlySet<string> = new Set();
/** Above every header and frame, so that whatever comes is the last word. */
async function raise(tables: CopyTables, claim: Claim, epochMax: number): Promise<Claim> {
  if (epochMax < claim.epoch) return claim;
  const raised = await tables.claim(epochMax);
  // Who slept before this line may find a store that another has restored: it must not be cleared.
  if (raised.storeId !== claim.storeId) throw new FencedError('Another tab was here meanwhile');
  return raised;
}

/** The database was wiped, or there never was one. */
async function restore(around: Around): Promise<Healed | null> {
  const { tables, claim, survey, storeId, aside, used, slots, untold } = around;
  // What a restore that died has left: it is begun again.
  await tables.apply(claim, { clear: true });
  await keepSlots(around);
  const reader = new SlotReader(sourcesOf(around), aside);
  const fence = claim;
  const { workflows, outdated } = await healDefinitions({ tables, fence, aside }, survey);
  const ids = [...survey.rows.keys()];
  const covered = survey.last;
  const found = { tables, fence, reader, survey, covered, isEmpty: true, untold };
  const { healed: executions, damaged } = await healExecutions(found, ids);
  const restored: Healed = {
    wasWiped: true,
    workflows,
    executions,
    damaged,
    outdated,
    undeleted: undeletedIn(survey),
    holes: survey.holes,
    lost: lostWithDatabase,
  };
  const all = used.length === 0 ? null : restored;
  // Last: until it is there, whoever comes begins again.
  await tables.apply(fence, { storeId, copied: survey.last, slotEnd: slots.end, found: all });
  return all;
}

/** What is relied on in them must not be lost with the power: flushed, or copied when locked. */
async function keepSlots(around: Around): Promise<void> {
  const { folder, slots, used, spoiled } = around;
  for (const { name } of used) {
    if (name === slots.name || spoiled.has(name)) continue;
    const slot = await folder.open(name);
    if (slot === null) {
      await copySlot(around, name);
      continue;
    }
    try {
      slot.flush();
    } finally {
      slot.close();
    }
  }
}

/** Without what is deleted: its deletion may lie in an older slot than this copy will. */
async function copySlot({ folder, slots, survey, aside }: Around, name: string): Promise<void> {
  const lastHeads = new Map<string, NumberedRecord>();
  for (const numbered of survey.records) {
    const { record } = numbered;
    if (record.kind === 'removedWorkflow') lastHeads.delete(record.id);
    if (record.kind === 'head') lastHeads.set(record.head.id, numbered);
  }
  const living: Living = {
    execution: (id, at) => comparePositions(at, survey.removed.get(id) ?? nowhere) > 0,
    record: ({ epoch, n, record }) => {
      if (record.kind !== 'head') return true;
      const last = lastHeads.get(record.head.id);
      return last?.epoch === epoch && last.n === n;
    },
  };
  const frames: Uint8Array[] = [];
  for (const frame of scan(await folder.read(name)).frames) {
    const body = decodeFrame(frame);
    if (body === null) continue;
    frames.push(...(await encodeContent(frame, contentOf(frame, body, living), aside)));
  }
  await slots.save(frames);
}

async function healFromNewest(around: Around): Promise<Healed | null> {
  const { tables, claim, aside, isRewritten, untold } = around;
  const fence = claim;
  if (isRewritten) {
    await keepSlots(around);
    const queueRemovals = await lostRemovals(around);
    await tables.apply(fence, { queueDefinitions: true, queueRemovals });
  }
  const queue = await tables.readQueue(fence);
  const survey = addQueuedRemovals(around.survey, queue);
  const reader = new SlotReader(sourcesOf(around), aside);
  const { workflows } = await healDefinitions({ tables, fence, aside }, survey);
  const copied = isRewritten ? nowhere : claim.copied;
  const covered = laterOf(claim.copied, survey.last);
  const ids = await suspects(tables, survey, copied);
  const found = { tables, fence, reader, survey, covered, isEmpty: false, untold };
  const executions = await healExecutions(found, ids);
  const orders = (await tables.orderIds()).filter((id) => survey.orders.has(id));
  if (orders.length > 0) await tables.apply(fence, { dropOrders: orders });
  const { healed, damaged } = executions;
  if (workflows === 0 && healed === 0 && damaged.length === 0) return null;
  return { ...nothingHealed, workflows, executions: healed, damaged };
}

/** Executions whose journal may not be whole, or not as it was shown. */
async function suspects(
  tables: CopyTables,
  survey: Survey,
  copied: Position,
): Promise<readonly string[]> {
  const ids = new Set(await tables.liveIds());
  const known = new Set((await tables.keysOf([...survey.rows.keys()])).map(keyOf));
  for (const { executionId, seq } of await tables.damaged()) known.add(keyOf([executionId, seq]));
  for (const [id, rows] of survey.rows) {
    const removed = survey.removed.get(id) ?? nowhere;
    const isLacking = rows.some(
      (row) => comparePositions(row, removed) > 0 && !known.has(keyOf([id, row.seq])),
    );
    if (isLacking) ids.add(id);
  }
  for (const [id] of await tables.keysOf([...survey.removed.keys()])) ids.add(id);
  for await (const rows of rowsBeyond(tables, copied)) {
    for (const { executionId } of rows) ids.add(executionId);
  }
  return [...ids];
}

function keyOf([executionId, seq]: readonly [string, number]): string {
  return `${String(seq)} ${executionId}`;
}

/** What the database holds and the copy does not, of finished executions too. */
async function topUp(around: Around, copy: CopyWriter, found: Healed | null): Promise<void> {
  const { tables, claim, slots, aside, isRewritten, survey, spoiled } = around;
  await copy.drain();
  const isHeld = isRewritten ? heldBy(survey, spoiled) : () => false;
  let last: Position = claim.copied;
  for await (const rows of rowsBeyond(tables, isRewritten ? nowhere : last)) {
    await slots.save(
      await framesOf(
        rows.filter((row) => !isHeld(row)),
        aside,
      ),
    );
    last = rows.at(-1) ?? last;
  }
  if (isRewritten) await keepDamaged(around, isHeld);
  const { epoch, commit } = laterOf(laterOf(claim.copied, survey.last), last);
  const reached = { epoch, commit };
  copy.reached(reached);
  await tables.apply(claim, { copied: reached, slotEnd: slots.end, found });
  await freeSpoiled(around, spoiled);
}

async function* rowsBeyond(tables: CopyTables, from: Position) {
  for (let position = from; ;) {
    const rows = await tables.rowsBeyond(position, rowsAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    position = last;
  }
}

/** The two newest, as they were when a take-over last came to its end, and what was begun since. */
function toRead(used: readonly SlotInfo[], { slotEnd }: Claim): readonly SlotInfo[] {
  const at = used.findIndex(({ name }) => name === slotEnd?.name);
  return used.slice(0, Math.max(2, at + 2));
}

function sourceOf(folder: CopyFolder, name: string, newest: CopySlot | null): SlotSource {
  const read = () => Promise.resolve(newest).then((slot) => slot?.read() ?? new Uint8Array());
  return { name, read: name === newest?.name ? read : () => folder.read(name) };
}

/** By the time they are read again one of them is written, and another may have been closed. */
function sourcesOf({ survey, folder, slots }: Around): SlotSource[] {
  return [...survey.goodBytes.keys()].map((name) => ({
    name,
    read: () => (name === slots.name ? Promise.resolve(slots.read()) : folder.read(name)),
  }));
}

/** A slot whose header cannot be read may be ours; one of another store is left alone. */
function isOurs(slotStoreId: string | null, storeId: string | null): boolean {
  return slotStoreId === null || storeId === null || slotStoreId === storeId;
}

function laterOf(a: Position, b: Position): Position {
  return comparePositions(a, b) >= 0 ? a : b;
}
