import type { Browser, Page } from '@playwright/test';

interface ProcessInfo {
  readonly id: number;
  readonly type: string;
  readonly cpuTime: number;
}

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
    return new Map(answer.processInfo.map((one) => [one.id, one]));
  };
  const before = await read();
  await page.evaluate(() => {
    const until = performance.now() + 2_000;
    while (performance.now() < until);
  });
  const after = await read();
  await devtools.detach();
  const worked = [...after.values()]
    .filter(({ type }) => type === 'renderer')
    .map(({ id, cpuTime }) => ({ id, spent: cpuTime - (before.get(id)?.cpuTime ?? 0) }))
    .toSorted((a, b) => b.spent - a.spent);
  const [most] = worked;
  if (most === undefined || most.spent < 0.2) throw new Error('No renderer has worked');
  return most.id;
}
