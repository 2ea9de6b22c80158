import type { Page } from '@playwright/test';
import { call, type Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 7;
const warmUps = 2;
/** Events a commit, and how many commits make one run. */
const sizes = [
  { size: 1, commits: 300 },
  { size: 10, commits: 300 },
  { size: 100, commits: 200 },
  { size: 1_000, commits: 50 },
] as const;
type Durability = 'default' | 'strict';
const cases = (['default', 'strict'] as const).flatMap((durability) =>
  sizes.map((one) => ({ ...one, durability })),
);
/** What the journal must hold, in events a second. */
const target = { size: 100, durability: 'default', rate: 50_000 } as const;

/**
 * Durable events a second through the store's journal, beside bare IndexedDB rows of the same text.
 * A strict commit of ours is behind its barrier as well, like all that is shown.
 */
export async function* measureCommits(site: Site): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  try {
    const page = await opened.openPage();
    await call(page, 'storeOpen');
    for (const one of cases) yield await measure(page, one);
  } finally {
    await opened.close();
  }
}

interface Case {
  readonly size: number;
  readonly commits: number;
  readonly durability: Durability;
}

async function measure(page: Page, { size, commits, durability }: Case): Promise<Measured> {
  const strict = durability === 'strict';
  const job = { size, commits, strict };
  const toRate = (ms: number) => (size * commits * 1_000) / ms;
  const runs: number[] = [];
  const plainRuns: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const plain = toRate(await call(page, 'storeRaw', job));
    const ours = toRate(await call(page, 'storeCommit', job));
    if (round < 0) continue;
    plainRuns.push(plain);
    runs.push(ours);
  }
  const isJudged = size === target.size && durability === target.durability;
  return toMeasured({
    name: `commit ${String(size)} ${durability}`,
    unit: 'events/s',
    runs,
    plainRuns,
    target: isJudged ? target.rate : null,
    what: `${String(size)} events a commit, ${durability} durability${strict ? ' and a barrier each' : ''}; plain: one bare IndexedDB row of the same JSON text`,
  });
}
