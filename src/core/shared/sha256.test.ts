import { describe, expect, test } from 'vitest';
import { sha256 } from './sha256.ts';
import { encodeUtf8 } from './utf8.ts';

describe('SHA-256', () => {
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of the published text %# is as published', (text, expected) => {
    expect(sha256(text)).toBe(`sha256:${expected}`);
  });

  test('of a text is that of its UTF-8 bytes, whatever its length', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = '名é😀a'.repeat(length).slice(0, length * 2);
      const whole = /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;

      expect(sha256(whole)).toBe(sha256(encodeUtf8(whole)));
    }
  });

  test('does not split a pair between two pieces', () => {
    const text = `a${'😀'.repeat(30_000)}`;

    expect(sha256(text)).toBe(sha256(encodeUtf8(text)));
  });
});
