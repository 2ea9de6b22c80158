import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts';

function textOrNull(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

describe('UTF-8', () => {
  test('is written as the platform writes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expected = new TextEncoder().encode(text);

        expect(encodeUtf8(text)).toEqual(expected);
        expect(utf8Length(text)).toBe(expected.length);
      }),
    );
  });

  test('is read exactly where the platform reads it, and as it does', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc
        .array(fc.constantFrom(0x61, 0x80, 0xc1, 0xc2, 0xe0, 0xa0, 0xed, 0xf0, 0x90, 0xf4, 0xf5))
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const decoded = decodeUtf8(input);

        expect('text' in decoded ? decoded.text : null).toBe(textOrNull(strict, input));
      }),
      { numRuns: 2_000 },
    );
  });

  test('names the first byte that does not belong', () => {
    expect(decodeUtf8(Uint8Array.from([0x61, 0xc3, 0xa9, 0xff, 0x61]))).toEqual({ badAt: 3 });
    expect(decodeUtf8(Uint8Array.from([0x61, 0xe5, 0x90]))).toEqual({ badAt: 1 });
  });

  test('is read in pieces without a seam', () => {
    const text = 'ab😀'.repeat(10_000);

    expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ text });
  });
});
