import type { Browser, Page } from '@playwright/test';

interface ProcessInfo {
  readonly id: number;
  readonly type: string;
  readonly cpuTime: number;
}

/** Seconds of processor time that no renderer spends which only looks on. */
const enough = 0.2;
const roundsMax = 20;

/**
 * The process that runs a page and its engine worker. No protocol tells it, so the page works for a
 * moment and the process that worked is the one.
 */
export async function rendererOf(browser: Browser, page: Page): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const read = async () => {
    const answer = (await devtools.send('SystemInfo.getProcessInfo')) as {
      readonly processInfo: readonly ProcessInfo[];
    };
    return answer.processInfo.filter(({ type }) => type === 'renderer');
  };
  const before = new Map((await read()).map(({ id, cpuTime }) => [id, cpuTime]));
  for (let round = 0; round < roundsMax; round += 1) {
    await page.evaluate(() => {
      const until = performance.now() + 300;
      while (performance.now() < until);
    });
    const [most, next] = (await read())
      .map(({ id, cpuTime }) => ({ id, spent: cpuTime - (before.get(id) ?? 0) }))
      .toSorted((a, b) => b.spent - a.spent);
    if (most === undefined || most.spent < enough || most.spent < 2 * (next?.spent ?? 0)) continue;
    await devtools.detach();
    return most.id;
  }
  throw new Error('No renderer has worked more than the others');
}
