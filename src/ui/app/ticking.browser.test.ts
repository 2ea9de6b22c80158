import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Ticking } from './ticking.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the time on the screen', () => {
  test('ticks by the second only while somebody counts seconds', () => {
    const ticking = new Ticking();
    ticking.follow();
    vi.advanceTimersByTime(29_000);
    expect(ticking.now).toBe(0);

    const stop = ticking.countSeconds();
    expect(ticking.now).toBe(29_000);
    vi.advanceTimersByTime(2_000);
    expect(ticking.now).toBe(31_000);

    stop();
    vi.advanceTimersByTime(29_000);
    expect(ticking.now).toBe(31_000);
    vi.advanceTimersByTime(1_000);
    expect(ticking.now).toBe(61_000);
  });

  test('goes on for the others when one of them has stopped', () => {
    const ticking = new Ticking();
    ticking.follow();
    const stop = ticking.countSeconds();
    ticking.countSeconds();

    stop();
    vi.advanceTimersByTime(1_000);

    expect(ticking.now).toBe(1_000);
  });

  test('has no timer when nobody follows it', () => {
    const ticking = new Ticking();
    const unfollow = ticking.follow();
    ticking.countSeconds();

    unfollow();

    expect(vi.getTimerCount()).toBe(0);
  });
});
