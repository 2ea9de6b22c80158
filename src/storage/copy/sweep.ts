import type { CopyAside, CopyFolder, CopySlot } from './folder.ts';
import { scan, type Frame } from './frames.ts';
import {
  decodeFrame,
  encodeContent,
  type FrameBody,
  type FrameContent,
  type NumberedRecord,
} from './records.ts';
import { listSlots, type SlotWriter } from './slots.ts';
import type { CopyTables } from './tables.ts';

interface Parts {
  readonly folder: CopyFolder;
  readonly slots: SlotWriter;
  readonly tables: CopyTables;
  readonly aside: CopyAside;
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

async function sweepSlot({ slots, tables, aside }: Parts, slot: CopySlot): Promise<void> {
  const { frames, hasHole } = scan(slot.read());
  const bodies = frames.map(decodeFrame);
  const whole = bodies.filter((body) => body !== null);
  if (hasHole || whole.length < bodies.length) return;
  const isLive = await livingIn(tables, whole);
  const living: Uint8Array[] = [];
  for (const [index, body] of whole.entries()) {
    // Its own epoch and commit, wherever it is copied.
    const position = frames[index] as Frame;
    living.push(...(await encodeContent(position, contentOf(body, isLive), aside)));
  }
  const bytes = living.reduce((sum, frame) => sum + frame.length, 0);
  if (bytes * 2 > slot.size()) return;
  await slots.save(living);
  slots.free(slot);
}

interface Living {
  readonly execution: (id: string) => boolean;
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
  const lastSettings = new Map<string, NumberedRecord>();
  for (const numbered of bodies.flatMap(({ records }) => records)) {
    if (numbered.record.kind === 'setting') lastSettings.set(numbered.record.key, numbered);
  }
  return {
    execution: (id) => executions.has(id),
    record: (numbered) => {
      const { record } = numbered;
      switch (record.kind) {
        case 'head':
          return revisions.get(record.head.id) === record.head.revision;
        case 'version':
          return hashes.has(record.version.hash);
        case 'setting':
          return lastSettings.get(record.key) === numbered;
        case 'removedWorkflow':
          return !revisions.has(record.id);
        case 'removedExecution':
          // Rows of it may lie in other slots.
          return true;
      }
    },
  };
}

function contentOf({ rows, orders, records }: FrameBody, isLive: Living): FrameContent {
  const living = rows.filter(([id]) => isLive.execution(id));
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
