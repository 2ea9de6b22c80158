import { describe, expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';
import { encodeFrame, encodeHeader, encodeText, scan } from './frames.ts';

const header = { storeId: 's', format: 1, minReader: 1, epoch: 3, ordinal: 2 };

function slotOf(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
const frameOf = (commit: number) =>
  encodeFrame({ epoch: 3, commit }, encodeText(JSON.stringify({ commit, text: 'é\nM1 x' })));
const commitsIn = (bytes: Uint8Array) => scan(bytes).frames.map(({ commit }) => commit);

describe('CRC-32C', () => {
  test.each([
    ['', 0],
    ['a', 0xc1d04330],
    ['123456789', 0xe3069283],
  ])('of %j is as published', (text, expected) => {
    expect(crc32c(encodeText(text))).toBe(expected);
  });

  test.each([
    [0, 0x8a9136aa],
    [0xff, 0x62a8ab43],
  ])('of 32 bytes %i is as published (RFC 3720)', (byte, expected) => {
    expect(crc32c(new Uint8Array(32).fill(byte))).toBe(expected);
  });
});

describe('a slot', () => {
  const head = encodeHeader(header);
  const whole = slotOf(head, frameOf(1), frameOf(2), frameOf(3));

  test('gives its header and its frames in order', () => {
    const { headers, frames, goodBytes, wholeBytes } = scan(whole);

    expect(headers).toEqual([header]);
    expect(frames.map(({ epoch, commit }) => [epoch, commit])).toEqual([
      [3, 1],
      [3, 2],
      [3, 3],
    ]);
    expect([goodBytes, wholeBytes]).toEqual([whole.length, whole.length]);
  });

  test('ends before its torn tail, wherever it was torn', () => {
    const start = whole.length - frameOf(3).length;

    for (let length = start; length < whole.length; length += 1) {
      const { frames, goodBytes, wholeBytes } = scan(whole.slice(0, length));
      expect([frames.length, goodBytes, wholeBytes]).toEqual([2, start, start]);
      expect(scan(whole.slice(0, length)).holes).toEqual([]);
    }
  });

  test('never gives a frame with a flipped bit, and tells a hole from a tail', () => {
    const start = head.length + frameOf(1).length;
    const second = frameOf(2).length;
    const lineBytes = frameOf(2).indexOf(0x0a);
    for (let at = start + lineBytes; at < start + second - 1; at += 1) {
      const flipped = whole.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;

      expect(commitsIn(flipped)).toEqual([1, 3]);
      expect(scan(flipped).wholeBytes).toBeLessThan(scan(flipped).goodBytes);
      expect(scan(flipped).holes).toEqual([{ at: start, end: start + second }]);
    }
  });

  test('has a hole at its end where a bit of its last frame is flipped, the name too', () => {
    const start = whole.length - frameOf(3).length;
    for (let at = start; at < whole.length - 1; at += 1) {
      const flipped = whole.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x04;

      const { frames, holes } = scan(flipped);

      const isSeen = holes[0]?.at === start || frames.at(-1)?.commit !== 2;
      expect(isSeen, `byte ${String(at - start)}`).toBe(true);
    }
  });

  test('keeps a frame, and the one after it, when only the line break between them is damaged', () => {
    const flipped = whole.slice();
    flipped[head.length + frameOf(1).length - 1] = 0;

    expect(commitsIn(flipped)).toEqual([1, 2, 3]);
  });

  test.each([new Uint8Array(), new Uint8Array(5_000), new Uint8Array(5_000).fill(0x4d)])(
    'of nothing good gives nothing',
    (bytes) => {
      const nothing = { headers: [], frames: [], holes: [], goodBytes: 0, wholeBytes: 0 };
      expect(scan(bytes)).toEqual(nothing);
    },
  );
});
