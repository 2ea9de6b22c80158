import { crc32c } from './crc32c.ts';

/**
 * What a slot of the safe copy is made of (durability.md, section 4). Invariants:
 * 1. A header, then frames; each is `NAME LENGTH CRC EPOCH NUMBER\n`, a JSON body, `\n`.
 * 2. JSON has no raw line break, so a line that begins with a frame's name is one, or is damage.
 * 3. A frame keeps its own epoch and commit wherever it is copied.
 */
export const copyFormat = 1;
export const bodyBytesMax = 8 * 1024 * 1024;
/**
 * As much of a slot as is read to know it. The header that it begins with is shorter, and is flushed
 * before anything follows: a slot without one that is no longer than this was a torn begin.
 */
export const slotBeginBytesMax = 512;
const lineBytesMax = 64;
const newline = 0x0a;
const closingBrace = 0x7d;

/** Of an owner's transaction; orders everything that was ever written. */
export interface Position {
  readonly epoch: number;
  readonly commit: number;
}

export interface Frame extends Position {
  readonly body: Uint8Array;
  /** Where it begins in its slot, its line included, and where it ends. */
  readonly at: number;
  readonly end: number;
}

export interface Header {
  readonly storeId: string;
  readonly format: number;
  /** Builds whose format is below this cannot read the slot. */
  readonly minReader: number;
  readonly epoch: number;
  /** Rises with every slot that is begun: the highest is the newest. */
  readonly ordinal: number;
}

export interface Scan {
  readonly headers: readonly Header[];
  readonly frames: readonly Frame[];
  /** End of the last good part; what is behind it is a torn tail. */
  readonly goodBytes: number;
  /** Where the first bad part begins: everything before it is as it was written. */
  readonly wholeBytes: number;
  /** What stood there cannot be read. A torn tail is none: nobody ever relied on it. */
  readonly holes: readonly Hole[];
}

export interface Hole {
  readonly at: number;
  readonly end: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.commit - b.commit;
}

export function encodeFrame(
  { epoch, commit }: Position,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return encodePart('M1', body, epoch, commit);
}

export function encodeHeader(header: Header): Uint8Array<ArrayBuffer> {
  return encodePart('H1', encoder.encode(JSON.stringify(header)), header.epoch, header.ordinal);
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** @throws when the bytes are no UTF-8 or no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}

/** Total: any bytes give what is good in them. */
export function scan(bytes: Uint8Array): Scan {
  const headers: Header[] = [];
  const frames: Frame[] = [];
  const holes: Hole[] = [];
  let at = 0;
  let goodBytes = 0;
  let wholeBytes = 0;
  while (at < bytes.length) {
    const part = readPart(bytes, at);
    if (part === null) {
      const end = findLine(bytes, at + 1);
      if (end < bytes.length || !isTorn(bytes.subarray(at))) holes.push({ at, end });
      at = end;
      continue;
    }
    const header = part.name === 'H1' ? toHeader(part.body) : null;
    if (header !== null) headers.push(header);
    if (part.name === 'M1') {
      frames.push({ epoch: part.epoch, commit: part.number, body: part.body, at, end: part.end });
    }
    // A part of another name has lost its own, whatever its checksum says.
    const isKnown = header !== null || part.name === 'M1';
    if (isKnown && at === wholeBytes) wholeBytes = part.end;
    if (!isKnown) holes.push({ at, end: part.end });
    at = part.end;
    goodBytes = part.end;
  }
  return { headers, frames, goodBytes, wholeBytes, holes };
}

export interface Part {
  readonly name: string;
  readonly epoch: number;
  readonly number: number;
  readonly body: Uint8Array;
  readonly end: number;
}

/** A named part of any file of ours, with its checksum. */
export function encodePart(
  name: string,
  body: Uint8Array,
  epoch: number,
  number: number,
): Uint8Array<ArrayBuffer> {
  const crc = crc32c(body).toString(16).padStart(8, '0');
  const line = encoder.encode(
    `${name} ${String(body.length)} ${crc} ${String(epoch)} ${String(number)}\n`,
  );
  const bytes = new Uint8Array(line.length + body.length + 1);
  bytes.set(line);
  bytes.set(body, line.length);
  bytes[bytes.length - 1] = newline;
  return bytes;
}

/** Null when there is no whole and good one at this place. */
export function readPart(bytes: Uint8Array, at: number): Part | null {
  const line = readLine(bytes, at);
  // The byte behind it must be there; whether it is still a line break matters to nobody.
  if (line === null || line.end > bytes.length) return null;
  const { name, crc, epoch, number, start, end } = line;
  const body = bytes.subarray(start, end - 1);
  return crc32c(body) === crc ? { name, epoch, number, body, end } : null;
}

/** What a line says of the part that it begins, its line break included. */
function readLine(bytes: Uint8Array, at: number) {
  const lineEnd = bytes.subarray(at, at + lineBytesMax).indexOf(newline);
  if (lineEnd < 0) return null;
  const line = String.fromCharCode(...bytes.subarray(at, at + lineEnd));
  const match = /^([A-Z]1) (\d{1,9}) ([0-9a-f]{8}) (\d{1,15}) (\d{1,15})$/.exec(line);
  if (match === null) return null;
  const [, name = '', length, crc = '', epoch, number] = match;
  const start = at + lineEnd + 1;
  return {
    name,
    crc: Number.parseInt(crc, 16),
    epoch: Number(epoch),
    number: Number(number),
    start,
    end: start + Number(length) + 1,
  };
}

/** Whether the end of what was being written is missing, and not something in the middle of it. */
function isTorn(tail: Uint8Array): boolean {
  const line = readLine(tail, 0);
  if (line !== null && line.end <= tail.length) return false;
  const isLineOnly = tail.indexOf(newline) === tail.length - 1 && tail.at(-2) !== closingBrace;
  return tail.at(-1) !== newline || isLineOnly;
}

/** The next place that begins like a frame or a header. */
function findLine(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(newline, from - 1); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    const first = bytes[at + 1];
    const isNamed = first === 0x4d || first === 0x48;
    if (isNamed && bytes[at + 2] === 0x31 && bytes[at + 3] === 0x20) return at + 1;
  }
  return bytes.length;
}

function toHeader(body: Uint8Array): Header | null {
  try {
    const header = parseJson(body) as Partial<Header>;
    const isWhole =
      typeof header.storeId === 'string' &&
      [header.format, header.minReader, header.epoch, header.ordinal].every(Number.isSafeInteger);
    return isWhole ? (header as Header) : null;
  } catch {
    // What is no JSON is no header, whatever its checksum says.
    return null;
  }
}
