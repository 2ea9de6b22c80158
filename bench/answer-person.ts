import { setTimeout as sleep } from 'node:timers/promises';
import type { ChromiumPage } from '../e2e/raw-page.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** One thing that a person does: a press of the mouse at a place, or a letter. */
export type Act = { readonly at: Place } | { readonly letter: string };

const betweenMs = 100;

/** Ten acts a second; nothing here waits for the page, so that one that is late is not spared. */
export async function act(
  page: ChromiumPage,
  acts: readonly Act[],
  forMs: number,
): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  for (;;) {
    const next = acts[done % acts.length];
    if (next === undefined || done * betweenMs >= forMs) return done;
    await sleep(Math.max(0, startedAt + done * betweenMs - performance.now()));
    if ('letter' in next) typeLetter(page, next.letter);
    else press(page, next.at);
    done += 1;
  }
}

function press(page: ChromiumPage, { x, y }: Place): void {
  const button = { x, y, button: 'left', clickCount: 1 };
  void page.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...button });
  void page.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
}

function typeLetter(page: ChromiumPage, letter: string): void {
  const windowsVirtualKeyCode = letter.toUpperCase().charCodeAt(0);
  const key = { key: letter, windowsVirtualKeyCode };
  void page.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, ...key });
  void page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

/** @returns the middle of what the selector names, once it is there and stands still. */
export async function middleOf(page: ChromiumPage, expression: string): Promise<Place> {
  let last = '';
  for (let tries = 0; tries < 200; tries += 1) {
    const now = (await page.evaluate(`(() => {
      const element = ${expression};
      if (element === null || element === undefined) return '';
      const { x, y, width, height } = element.getBoundingClientRect();
      return width === 0 ? '' : JSON.stringify({ x: x + width / 2, y: y + height / 2 });
    })()`)) as string;
    if (now !== '' && now === last) return JSON.parse(now) as Place;
    last = now;
    await sleep(100);
  }
  throw new Error(`Not on the screen: ${expression}`);
}
