import type { CopyAside } from './folder.ts';
import { scan, type Frame } from './frames.ts';
import { decodeFrame, textOf, type FrameBody } from './records.ts';
import { readSource, type SlotRow, type SlotSource } from './survey.ts';

const slotsKept = 2;
const framesKept = 256;

/** Reads the events of rows that a survey found; neighbours cost what one does. */
export class SlotReader {
  readonly #sources: ReadonlyMap<string, SlotSource>;
  readonly #aside: CopyAside;
  readonly #slots = new Map<string, ReadonlyMap<number, Frame>>();
  readonly #frames = new Map<string, FrameBody | null>();

  constructor(sources: readonly SlotSource[], aside: CopyAside) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
    this.#aside = aside;
  }

  /** JSON text of its events; null when they are not to be had any more. */
  async read(row: SlotRow): Promise<string | null> {
    const events = (await this.#frame(row))?.rows[row.index]?.[2];
    return events === undefined ? null : textOf(events, this.#aside);
  }

  async #frame({ slot, at }: SlotRow): Promise<FrameBody | null> {
    const key = `${slot}:${String(at)}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const frame = (await this.#slot(slot))?.get(at);
    const body = frame === undefined ? null : decodeFrame(frame);
    remember(this.#frames, { key, value: body, countMax: framesKept });
    return body;
  }

  async #slot(name: string): Promise<ReadonlyMap<number, Frame> | null> {
    const known = this.#slots.get(name);
    const source = this.#sources.get(name);
    if (known !== undefined || source === undefined) return known ?? null;
    const frames = new Map(scan(await readSource(source)).frames.map((frame) => [frame.at, frame]));
    remember(this.#slots, { key: name, value: frames, countMax: slotsKept });
    return frames;
  }
}

function remember<Value>(
  map: Map<string, Value>,
  { key, value, countMax }: { readonly key: string; readonly value: Value; countMax: number },
): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= countMax) return;
    map.delete(oldest);
  }
}
