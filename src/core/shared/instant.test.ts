// The platform's calendar is what ours is compared with.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromText, instantToText } from './instant.ts';

describe('an instant', () => {
  test('is written and read as the platform does', () => {
    const range = {
      min: Date.parse('0000-01-01T00:00:00Z'),
      max: Date.parse('9999-12-31T23:59:59.999Z'),
    };
    fc.assert(
      fc.property(fc.integer(range), (instant) => {
        const text = new Date(instant).toISOString();

        expect(instantToText(instant)).toBe(text);
        expect(instantFromText(text)).toBe(instant);
      }),
    );
  });

  test.each([
    ['2026-11-24T06:49:57Z', Date.UTC(2026, 10, 24, 6, 49, 57)],
    ['2026-11-24T06:49:57.1Z', Date.UTC(2026, 10, 24, 6, 49, 57, 100)],
    ['2026-11-24T08:49:57+02:00', Date.UTC(2026, 10, 24, 6, 49, 57)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('is read from %s', (text, expected) => {
    expect(instantFromText(text)).toBe(expected);
  });

  test.each([
    '2026-11-24',
    '2026-13-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T06:49:57',
    '9999-12-31T23:59:59-01:00',
    'yesterday',
    '',
  ])('is not read from "%s"', (text) => {
    expect(instantFromText(text)).toBe(undefined);
  });
});
