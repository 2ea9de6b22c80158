import type { Page } from '@playwright/test';

/**
 * Until the graph is drawn and a key on it was answered.
 * @param from an address to go to, or the app with a link in it.
 */
export async function graphMs(
  page: Page,
  from: string | { readonly url: string; readonly href: string },
): Promise<number> {
  if (typeof from === 'string') await page.goto(from, { waitUntil: 'commit' });
  else {
    await page.goto(from.url);
    await page.getByRole('list', { name: 'Workflows' }).waitFor();
  }
  return page.evaluate(
    async (href) => {
      const frame = () => new Promise(requestAnimationFrame);
      const startedAt = href === null ? 0 : performance.now();
      if (href !== null) location.hash = href;
      const isDrawn = () => {
        if (document.querySelector('.svelte-flow [data-task-id]') !== null) return true;
        const canvas = document.querySelector<HTMLCanvasElement>('.svelte-flow canvas');
        // It gets its size when it is drawn.
        return canvas?.width === Math.round((canvas?.clientWidth ?? 0) * devicePixelRatio);
      };
      while (!isDrawn()) await frame();
      const flow = document.querySelector<HTMLElement>('.svelte-flow');
      const spoken = () => document.querySelector('.stage .spoken')?.textContent ?? '';
      const before = spoken();
      flow?.focus();
      const key = { key: 'End', bubbles: true, cancelable: true };
      flow?.dispatchEvent(new KeyboardEvent('keydown', key));
      while (spoken() === before) await frame();
      return performance.now() - startedAt;
    },
    typeof from === 'string' ? null : from.href,
  );
}

const steps = 40;

/** The frames of a view that is moved by wheel and by hand and zoomed in and out: their p95. */
export async function moveFrames(page: Page, where: 'far' | 'near'): Promise<number> {
  const flow = page.locator('.svelte-flow');
  const box = await flow.boundingBox();
  if (box === null) throw new Error('There is no graph');
  await flow.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press(where === 'far' ? 'Shift+Digit1' : 'z');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4);
  await page.evaluate(() => {
    const watched = globalThis as unknown as { frames: number[]; isWatching: boolean };
    watched.frames = [];
    watched.isWatching = true;
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      watched.frames.push(now - last);
      last = now;
      if (watched.isWatching) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(12, step % 2 === 0 ? 30 : -8);
  await page.keyboard.down('Control');
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(0, step < steps / 2 ? -8 : 8);
  await page.keyboard.up('Control');
  // By hand, on a place that holds no task.
  await page.mouse.move(box.x + box.width - 30, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + box.height / 2, { steps });
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    const watched = globalThis as unknown as { frames: number[]; isWatching: boolean };
    watched.isWatching = false;
    return watched.frames;
  });
  return frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? NaN;
}

/** @returns the longest task while 30 letters are typed and until the page rests, in ms; 0: none. */
export async function typingMs(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Source', exact: true }).last().click();
  const source = page.getByRole('textbox', { name: 'Source' });
  await source.click();
  await page.keyboard.press('Control+Home');
  // The end of the first task's name: the text stays a workflow, so that graph and outline follow.
  for (let line = 0; line < 5; line += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await rest(page);
  await page.evaluate(() => {
    const watched = globalThis as unknown as { longest: number };
    watched.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        watched.longest = Math.max(watched.longest, duration);
      }
    }).observe({ type: 'longtask' });
  });
  await page.keyboard.type('a person types thirty letters ', { delay: 60 });
  await rest(page);
  return page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
}

/** Problems, outline and graph are those of the text: nothing is under way any more. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    // Twice the rest in typing after which the page checks, drawn and idle.
    setTimeout(() => {
      requestIdleCallback(() => {
        resolve(undefined);
      });
    }, 1_000);
    await promise;
  });
}
