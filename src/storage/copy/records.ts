import { sha256 } from '#core/shared/sha256.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import type { Version, VersionRow, WorkflowHead } from '#ports/workflow-store.ts';
import type { CopyAside } from './folder.ts';
import {
  bodyBytesMax,
  encodeFrame,
  encodeText,
  parseJson,
  type Frame,
  type Position,
} from './frames.ts';

/** Definitions and deletions, as they wait in the queue; a version is named, for it never changes. */
export type QueuedRecord =
  | { readonly kind: 'head'; readonly head: WorkflowHead }
  | { readonly kind: 'version'; readonly hash: string }
  | { readonly kind: 'setting'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'removedWorkflow'; readonly id: string }
  /** Rows behind `through` are of a later life, as from a backup. */
  | {
      readonly kind: 'removedExecution';
      readonly id: string;
      readonly through: Position;
      /** Roughly what it took: tells when a slot may be mostly dead. */
      readonly bytes: number;
    };

export type QueuedRemoval = Extract<
  QueuedRecord,
  { readonly kind: 'removedWorkflow' | 'removedExecution' }
>;

export type CopyRecord =
  | Exclude<QueuedRecord, { readonly kind: 'version' }>
  | { readonly kind: 'version'; readonly version: VersionRow; readonly source: Text };

/** `(epoch, n)` orders them, and tells one that was copied twice. */
export interface NumberedRecord {
  readonly epoch: number;
  readonly n: number;
  readonly record: CopyRecord;
}

type Text = string | Beside;
interface Beside {
  readonly beside: string;
}

export interface FrameRow {
  readonly executionId: string;
  readonly seq: number;
  /** Its events as JSON text. */
  readonly body: string;
}

export interface FrameContent {
  readonly rows?: readonly FrameRow[];
  /** Orders that these events answer. */
  readonly orders?: readonly string[];
  readonly records?: readonly NumberedRecord[];
}

/** What must be known of a row without reading it. */
interface RowBeside extends Beside {
  readonly count: number;
  readonly isEnd: boolean;
}

export type StoredRow = readonly [
  id: string,
  seq: number,
  events: readonly ExecutionEvent[] | RowBeside,
];
export interface FrameBody {
  readonly rows: readonly StoredRow[];
  readonly orders: readonly string[];
  readonly records: readonly NumberedRecord[];
}

/** One frame, or several of the same position when one would grow too large. */
export async function encodeContent(
  position: Position,
  { rows = [], orders = [], records = [] }: FrameContent,
  aside: CopyAside,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const frames = new FrameList(position);
  for (const { executionId, seq, body } of rows) {
    const events = body.length > aside.inlineUnitsMax ? await putRowAside(body, aside) : body;
    frames.add('rows', `[${JSON.stringify(executionId)},${String(seq)},${events}]`);
  }
  for (const id of orders) frames.add('orders', JSON.stringify(id));
  for (const record of records) {
    frames.add('records', JSON.stringify(await withSource(record, aside)));
  }
  return frames.end();
}

/** Null when it is not what it says it is. */
export function decodeFrame(frame: Frame): FrameBody | null {
  try {
    const body = parseJson(frame.body) as FrameBody & { readonly at?: readonly number[] };
    const isWhole =
      body.at?.[0] === frame.epoch &&
      body.at[1] === frame.commit &&
      [body.rows, body.orders, body.records].every(Array.isArray);
    return isWhole ? body : null;
  } catch {
    // Whatever its checksum says, this is no frame of ours; the caller treats it as a bad one.
    return null;
  }
}

/** @returns null when the bytes beside are gone or torn. */
export async function textOf(events: StoredRow[2], aside: CopyAside): Promise<string | null> {
  return 'beside' in events ? readAside(events, aside) : JSON.stringify(events);
}

export async function versionOf(
  { version, source }: Extract<CopyRecord, { kind: 'version' }>,
  aside: CopyAside,
): Promise<Version | null> {
  const text = typeof source === 'string' ? source : await readAside(source, aside);
  return text === null ? null : { ...version, source: text };
}

/** Hashes of the texts that lie beside. */
export function besideIn({ rows, records }: Pick<FrameBody, 'rows' | 'records'>): string[] {
  const texts: unknown[] = rows.map(([, , events]) => events);
  for (const { record } of records) if (record.kind === 'version') texts.push(record.source);
  return texts.flatMap((text) => (isBeside(text) ? [text.beside] : []));
}

function isBeside(text: unknown): text is Beside {
  return typeof text === 'object' && text !== null && 'beside' in text;
}

async function readAside({ beside }: Beside, aside: CopyAside): Promise<string | null> {
  const bytes = await aside.get(beside);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

async function withSource(numbered: NumberedRecord, aside: CopyAside): Promise<NumberedRecord> {
  const { record } = numbered;
  if (record.kind !== 'version' || typeof record.source !== 'string') return numbered;
  if (record.source.length <= aside.inlineUnitsMax) return numbered;
  return { ...numbered, record: { ...record, source: await putAside(record.source, aside) } };
}

async function putRowAside(body: string, aside: CopyAside): Promise<string> {
  const events = JSON.parse(body) as readonly ExecutionEvent[];
  const row: RowBeside = {
    ...(await putAside(body, aside)),
    count: events.length,
    isEnd: events.at(-1)?.type === 'executionEnded',
  };
  return JSON.stringify(row);
}

async function putAside(text: string, aside: CopyAside): Promise<Beside> {
  const bytes = encodeText(text);
  const beside = sha256(bytes);
  await aside.put(beside, bytes);
  return { beside };
}

type Kind = keyof FrameBody;

/** Gathers parts until a body could pass its limit. */
class FrameList {
  readonly #position: Position;
  readonly #frames: Uint8Array<ArrayBuffer>[] = [];
  #parts: Record<Kind, string[]> = { rows: [], orders: [], records: [] };
  #units = 0;

  constructor(position: Position) {
    this.#position = position;
  }

  add(kind: Kind, text: string): void {
    // A UTF-16 unit is at most three bytes of UTF-8.
    if (this.#units > 0 && (this.#units + text.length) * 3 > bodyBytesMax - 1024) this.#close();
    this.#parts[kind].push(text);
    this.#units += text.length + 1;
  }

  end(): Uint8Array<ArrayBuffer>[] {
    if (this.#units > 0) this.#close();
    return this.#frames;
  }

  #close(): void {
    const { rows, orders, records } = this.#parts;
    const { epoch, commit } = this.#position;
    const at = `"at":[${String(epoch)},${String(commit)}]`;
    const lists = `"rows":[${rows.join()}],"orders":[${orders.join()}],"records":[${records.join()}]`;
    this.#frames.push(encodeFrame(this.#position, encodeText(`{${at},${lists}}`)));
    this.#parts = { rows: [], orders: [], records: [] };
    this.#units = 0;
  }
}
