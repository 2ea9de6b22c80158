import type { Page } from '@playwright/test';
import { call, type BenchBrowser, type Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 7;
const ways = [
  { way: 'closed', target: 300, end: closePage },
  { way: 'crashed', target: 1_000, end: crashPage },
] as const;
type Ending = (opened: BenchBrowser, owner: Page) => Promise<void>;

/** Two pages of one profile: the owner ends, and the second page's engine drives. */
export async function* measureTakeover(site: Site): AsyncGenerator<Measured> {
  for (const { way, target, end } of ways) {
    const opened = await site.openBrowser();
    try {
      const runs = await measure(opened, end);
      const what = `from the word that the owner's page be ${way} until the second page's engine owns`;
      yield toMeasured({ name: `takeover ${way}`, unit: 'ms', runs, target, what });
    } finally {
      await opened.close();
    }
  }
}

/** Each round's second page is the owner that ends in the next. */
async function measure(opened: BenchBrowser, end: Ending): Promise<number[]> {
  const runs: number[] = [];
  let owner = await opened.openPage();
  for (let round = 0; round < rounds; round += 1) {
    const second = await opened.openPage();
    await call(second, 'awaitOwner');
    // Both clocks are this machine's.
    const endedAt = Date.now();
    const ending = end(opened, owner);
    const ownedAt = await call(second, 'ownedAt');
    await ending;
    runs.push(ownedAt - endedAt);
    owner = second;
  }
  return runs;
}

async function closePage(_opened: BenchBrowser, owner: Page): Promise<void> {
  await owner.close();
}

async function crashPage({ context }: BenchBrowser, owner: Page): Promise<void> {
  const devtools = await context.newCDPSession(owner);
  const crashed = owner.waitForEvent('crash');
  // Never answers: the page that would is gone.
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}
