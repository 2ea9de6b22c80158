import { describe, expect, test } from 'vitest';
import { numberLoss } from './json-number.ts';

describe('a number', () => {
  test.each([
    '0',
    '-0',
    '0.1',
    '1.10',
    '1e5',
    '9007199254740992',
    '100000000000000000000',
    '0e999',
  ])('%s is kept', (text) => {
    expect(numberLoss(text)).toBe('none');
  });

  test.each(['9007199254740993', '0.12345678901234567890', '123456789012345678901', '1e-999'])(
    '%s loses digits',
    (text) => {
      expect(numberLoss(text)).toBe('digits');
    },
  );

  test.each(['1e999', '-1e400', '1'.repeat(400)])('%s is too large', (text) => {
    expect(numberLoss(text)).toBe('tooLarge');
  });
});
