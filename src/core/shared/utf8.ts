/** Own UTF-8, because core has no `TextEncoder`. */

/** Bytes that `text` takes as UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair is two units and four bytes.
    if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, 0, text.length, bytes);
  return bytes;
}

/**
 * Writes `text` from `start` to `end` at the start of `target`, which must hold three bytes a unit.
 * `end` must not split a pair.
 * @returns the number of bytes written.
 */
export function writeUtf8(text: string, start: number, end: number, target: Uint8Array): number {
  let at = 0;
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      target[at++] = unit;
    } else if (unit < 0x800) {
      target[at++] = 0xc0 | (unit >> 6);
      target[at++] = 0x80 | (unit & 0x3f);
    } else {
      const next = index + 1 < end ? text.charCodeAt(index + 1) : 0;
      const point = codePoint(unit, next);
      if (point > 0xffff) index += 1;
      at = writeLong(point, target, at);
    }
  }
  return at;
}

function codePoint(unit: number, next: number): number {
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (!isHighSurrogate(unit) || !isLowSurrogate(next)) return 0xfffd;
  return 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
}

function writeLong(point: number, target: Uint8Array, start: number): number {
  let at = start;
  if (point > 0xffff) {
    target[at++] = 0xf0 | (point >> 18);
    target[at++] = 0x80 | ((point >> 12) & 0x3f);
  } else {
    target[at++] = 0xe0 | (point >> 12);
  }
  target[at++] = 0x80 | ((point >> 6) & 0x3f);
  target[at++] = 0x80 | (point & 0x3f);
  return at;
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const chunkUnits = 8_192;

/** Either the text, or the offset of the first byte that is no UTF-8. */
export type Decoded = { readonly text: string } | { readonly badAt: number };

/** Strict: overlong forms, surrogates and cut sequences are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start = 0): Decoded {
  const units = new Uint16Array(chunkUnits + 2);
  const parts: string[] = [];
  let count = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      units[count++] = byte;
      at += 1;
    } else {
      const length = sequenceLength(bytes, at);
      if (length === 0) return { badAt: at };
      count = putPoint(units, count, pointAt(bytes, at, length));
      at += length;
    }
    if (count >= chunkUnits) {
      parts.push(textOf(units, count));
      count = 0;
    }
  }
  parts.push(textOf(units, count));
  return { text: parts.join('') };
}

function textOf(units: Uint16Array, count: number): string {
  // Not `...`, which would walk the array by its iterator, ten times slower.
  return Reflect.apply(String.fromCharCode, undefined, units.subarray(0, count)) as string;
}

function putPoint(units: Uint16Array, count: number, point: number): number {
  if (point <= 0xffff) {
    units[count] = point;
    return count + 1;
  }
  units[count] = 0xd800 + ((point - 0x10000) >> 10);
  units[count + 1] = 0xdc00 + ((point - 0x10000) & 0x3ff);
  return count + 2;
}

function pointAt(bytes: Uint8Array, at: number, length: number): number {
  let point = (bytes[at] ?? 0) & (0xff >> (length + 1));
  for (let index = 1; index < length; index += 1) {
    point = (point << 6) | ((bytes[at + index] ?? 0) & 0x3f);
  }
  return point;
}

/** Length of the well-formed sequence at `at` (Unicode, table 3-7); 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let index = 2; index < length; index += 1) {
    if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
