import type { CopyAside, CopyFolder, CopySlot } from './folder.ts';
import { scan, type Frame, type Position } from './frames.ts';
import {
  decodeFrame,
  encodeContent,
  type FrameBody,
  type FrameContent,
  type NumberedRecord,
  type QueuedRecord,
} from './records.ts';
import { listSlots, type SlotWriter } from './slots.ts';
import type { CopyTables } from './tables.ts';

interface Parts {
  readonly folder: CopyFolder;
  readonly slots: SlotWriter;
  readonly tables: CopyTables;
  readonly aside: CopyAside;
  readonly beforeFree: () => Promise<void>;
}

/**
 * Makes room: a slot that is over half dead is rewritten into the current one, flushed, and only then
 * freed. One that another holds, or of which not everything can be read, stays.
 */
export async function sweepSlots(parts: Parts): Promise<void> {
  const { folder, slots } = parts;
  for (const { name, isFree } of await listSlots(folder)) {
    if (isFree || name === slots.name) continue;
    const slot = await folder.open(name);
    if (slot === null) continue;
    try {
      await sweepSlot(parts, slot);
    } finally {
      slot.close();
    }
  }
}

async function sweepSlot(
  { slots, tables, aside, beforeFree }: Parts,
  slot: CopySlot,
): Promise<void> {
  const { frames, holes } = scan(slot.read());
  const whole = frames.flatMap((frame) => {
    const body = decodeFrame(frame);
    return body === null ? [] : [{ frame, body }];
  });
  if (holes.length > 0 || whole.length < frames.length) return;
  const isLive = await livingIn(
    tables,
    whole.map(({ body }) => body),
  );
  const living: Uint8Array[] = [];
  for (const { frame, body } of whole) {
    // Its own epoch and commit, wherever it is copied.
    living.push(...(await encodeContent(frame, contentOf(frame, body, isLive), aside)));
  }
  const bytes = living.reduce((sum, frame) => sum + frame.length, 0);
  // A text that lies beside takes at least that much.
  const dead = slot.size() - bytes + countDeadTexts(whole, isLive) * aside.inlineUnitsMax;
  if (dead < bytes) return;
  await slots.save(living);
  await beforeFree();
  slots.free(slot);
}

function countDeadTexts(
  whole: readonly { readonly frame: Frame; readonly body: FrameBody }[],
  isLive: Living,
): number {
  const dead = whole.flatMap(({ frame, body }) =>
    body.rows.filter(([id, , events]) => 'beside' in events && !isLive.execution(id, frame)),
  );
  return dead.length;
}

/** What of a slot is still needed. */
export interface Living {
  readonly execution: (id: string, at: Position) => boolean;
  readonly record: (numbered: NumberedRecord) => boolean;
}

/** What the database, which is the truth, still knows of this slot's things. */
async function livingIn(tables: CopyTables, bodies: readonly FrameBody[]): Promise<Living> {
  const ids = new Set(bodies.flatMap(({ rows }) => rows.map(([id]) => id)));
  const executions = new Set((await tables.keysOf([...ids])).map(([id]) => id));
  for (const { executionId } of await tables.damaged()) executions.add(executionId);
  const revisions = new Map<string, number>(
    (await tables.heads()).map((head) => [head.id, head.revision]),
  );
  const hashes = new Set(await tables.versionHashes());
  // What changed but is not copied yet: until it is, the copy's last word on it stays.
  const uncopied = new Set((await tables.readQueue(null)).map(({ record }) => subjectOf(record)));
  const lastSettings = new Map<string, NumberedRecord>();
  for (const numbered of bodies.flatMap(({ records }) => records)) {
    if (numbered.record.kind === 'setting') lastSettings.set(numbered.record.key, numbered);
  }
  return {
    execution: (id) => executions.has(id) || uncopied.has(`execution ${id}`),
    record: (numbered) => {
      const { record } = numbered;
      switch (record.kind) {
        case 'head':
          return (
            revisions.get(record.head.id) === record.head.revision ||
            uncopied.has(`workflow ${record.head.id}`)
          );
        case 'version':
          return hashes.has(record.version.hash);
        case 'setting':
          return lastSettings.get(record.key) === numbered;
        case 'removedWorkflow':
          return !revisions.has(record.id) || uncopied.has(`workflow ${record.id}`);
        case 'removedExecution':
          // Rows of it may lie in other slots.
          return true;
      }
    },
  };
}

function subjectOf(record: QueuedRecord): string {
  if (record.kind === 'removedExecution') return `execution ${record.id}`;
  if (record.kind === 'removedWorkflow') return `workflow ${record.id}`;
  return record.kind === 'head' ? `workflow ${record.head.id}` : '';
}

/** The same frame without what is dead. */
export function contentOf(
  frame: Frame,
  { rows, orders, records }: FrameBody,
  isLive: Living,
): FrameContent {
  const living = rows.filter(([id]) => isLive.execution(id, frame));
  return {
    rows: living.map(([executionId, seq, events]) => ({
      executionId,
      seq,
      body: JSON.stringify(events),
    })),
    orders: living.length > 0 ? orders : [],
    records: records.filter(isLive.record),
  };
}
