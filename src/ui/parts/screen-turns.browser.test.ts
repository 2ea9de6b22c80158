import { afterEach, describe, expect, test } from 'vitest';
import { ScreenTurns } from './screen-turns.ts';

type Part = 'words' | 'picture';
let close: () => void = () => undefined;
afterEach(() => {
  close();
});

function someTurns() {
  const shown: { part: Part; frame: number }[] = [];
  let frame = 0;
  const count = () => {
    frame += 1;
    counting = requestAnimationFrame(count);
  };
  let counting = requestAnimationFrame(count);
  const turns = new ScreenTurns<Part>((part) => shown.push({ part, frame }));
  close = () => {
    cancelAnimationFrame(counting);
    turns.close();
  };
  return { turns, shown, parts: () => shown.map(({ part }) => part) };
}

describe('the parts of a screen', () => {
  test('come one a frame, in the order in which they were asked for', async () => {
    const { turns, shown, parts } = someTurns();

    turns.ask('words');
    turns.ask('picture');
    expect(parts()).toEqual([]);

    await expect.poll(parts).toEqual(['words', 'picture']);
    expect(new Set(shown.map(({ frame }) => frame)).size).toBe(2);
  });

  test('come once however often they were asked for meanwhile', async () => {
    const { turns, parts } = someTurns();

    for (let times = 0; times < 100; times += 1) turns.ask('words');
    turns.ask('picture');
    await expect.poll(parts).toEqual(['words', 'picture']);

    turns.ask('words');
    await expect.poll(parts).toEqual(['words', 'picture', 'words']);
  });

  test('come at once when that is asked for, and then not again', async () => {
    const { turns, parts } = someTurns();
    turns.ask('words');
    turns.ask('picture');

    turns.showAll();

    expect(parts()).toEqual(['words', 'picture']);
    turns.ask('picture');
    await expect.poll(parts).toEqual(['words', 'picture', 'picture']);
  });

  test('do not come any more once it is closed', async () => {
    const { turns, parts } = someTurns();
    turns.ask('words');

    turns.close();

    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    expect(parts()).toEqual([]);
  });
});
