import type { BackupRefusal } from '#ports/engine-api.ts';
import { sha256 } from '#core/shared/sha256.ts';
import { encodeText, encodePart, parseJson, readPart } from '#storage/copy/frames.ts';

/**
 * The file of a backup: a first line that says what it is, then parts with a checksum each, in the
 * frames of the safe copy. `M1` is a record as JSON; `B1` are bytes that the record before announced.
 */
export const firstLineStart = '{"millraceBackup":1,';
const firstLineBytesMax = 1024;
const partBytesMax = 16 * 1024 * 1024;
const newline = 0x0a;

export class NotABackupError extends Error {
  override readonly name = 'NotABackupError';
  readonly reason: BackupRefusal;

  constructor(reason: BackupRefusal) {
    super(reason);
    this.reason = reason;
  }
}

export interface FilePart {
  readonly name: string;
  readonly body: Uint8Array;
}

/** Numbers the parts and chains their hashes: equal contents end with equal hashes. */
export class PartChain {
  #count = 0;
  #hash = '';

  get hash(): string {
    return this.#hash;
  }

  add(body: Uint8Array): number {
    this.#count += 1;
    this.#hash = sha256(`${this.#hash} ${sha256(body)}`);
    return this.#count;
  }

  encode(name: string, body: Uint8Array): Uint8Array {
    return encodePart(name, body, 0, this.add(body));
  }

  encodeRecord(record: object): Uint8Array {
    return this.encode('M1', encodeText(JSON.stringify(record)));
  }
}

/** In order; the first line is checked and left out. @throws NotABackupError */
export async function* readParts(source: AsyncIterable<Uint8Array>): AsyncGenerator<FilePart> {
  let buffer = new Uint8Array();
  let at = 0;
  let isBegun = false;
  for await (const chunk of source) {
    const rest = buffer.subarray(at);
    buffer = new Uint8Array(rest.length + chunk.length);
    buffer.set(rest);
    buffer.set(chunk, rest.length);
    at = 0;
    if (!isBegun) {
      at = skipFirstLine(buffer);
      isBegun = at > 0;
      if (!isBegun) continue;
    }
    for (let part = next(buffer, at); part !== null; part = next(buffer, at)) {
      at = part.end;
      yield part;
    }
  }
  if (!isBegun || at < buffer.length) throw new NotABackupError('cutShort');
}

export function parseRecord({ body }: FilePart): Readonly<Record<string, unknown>> {
  try {
    return parseJson(body) as Readonly<Record<string, unknown>>;
  } catch {
    throw new NotABackupError('damaged');
  }
}

/** @returns 0 while it is not whole. */
function skipFirstLine(buffer: Uint8Array): number {
  const start = encodeText(firstLineStart);
  const isOurs = start.every((byte, index) => index >= buffer.length || buffer[index] === byte);
  const end = buffer.subarray(0, firstLineBytesMax).indexOf(newline);
  if (!isOurs) throw new NotABackupError('otherKind');
  if (end < 0 && buffer.length > firstLineBytesMax) throw new NotABackupError('damaged');
  return end + 1;
}

/** Null when more bytes are needed. */
function next(buffer: Uint8Array, at: number): (FilePart & { readonly end: number }) | null {
  const part = readPart(buffer, at);
  if (part !== null) return part;
  const line = buffer.subarray(at, at + 64);
  const lineEnd = line.indexOf(newline);
  const length = lineEnd < 0 ? 0 : lengthIn(line.subarray(0, lineEnd));
  const isWhole = lineEnd < 0 ? line.length === 64 : at + lineEnd + length + 2 <= buffer.length;
  if (isWhole) throw new NotABackupError('damaged');
  return null;
}

function lengthIn(line: Uint8Array): number {
  const length = Number(String.fromCharCode(...line).split(' ')[1]);
  if (!(length <= partBytesMax)) throw new NotABackupError('damaged');
  return length;
}
