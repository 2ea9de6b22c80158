import { describe, expect, test } from 'vitest';
import { describeThrown } from './failure.ts';

const nowhere = () => null;
const throwing = () => {
  throw new Error('trap');
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe('what a task throws', () => {
  test.each([
    [new Error('plain'), 'taskError', 'plain'],
    [new TypeError('no function'), 'taskError', 'TypeError: no function'],
    [Object.assign(new Error('full'), { code: 'quotaReached' }), 'quotaReached', 'full'],
    [Object.assign(new Error('x'), { code: 42 }), 'taskError', 'x'],
    [Object.assign(new Error('x'), { code: 'not a code!' }), 'taskError', 'x'],
    [Object.assign(new Error('x'), { code: 'isolateLost' }), 'taskError', 'x'],
    ['text', 'taskError', 'text'],
  ])('becomes bounded text: %#', (thrown, code, message) => {
    expect(describeThrown(thrown, nowhere)).toEqual({
      code,
      message,
      retryable: true,
      place: null,
      details: null,
    });
  });

  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'a symbol'],
    [{ toString: throwing }, 'an object'],
    [new Proxy({}, { get: throwing, getPrototypeOf: throwing }), 'an object'],
  ])('is named where it says nothing itself: %#', (thrown, what) => {
    expect(describeThrown(thrown, nowhere)).toEqual({
      code: 'taskError',
      message: `The task threw ${what}, not an Error.`,
      retryable: true,
      place: null,
      details: JSON.stringify({ reason: 'noError', thrown: what }),
    });
  });

  test('may be a proxy that was revoked', () => {
    expect(describeThrown(revoked.proxy, nowhere).message).toBe(
      'The task threw an object, not an Error.',
    );
  });

  test('is final when it says so', () => {
    const thrown = Object.assign(new Error('never'), { retryable: false });

    expect(describeThrown(thrown, nowhere).retryable).toBe(false);
  });

  test('is cut', () => {
    expect(describeThrown(new Error('x'.repeat(1e6)), nowhere).message).toHaveLength(4_000);
  });
});
