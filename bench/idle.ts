import type { Browser } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 5;
const windowSeconds = 20;
/** What starting leaves behind is over by then. */
const settleMs = 10_000;
/** 0.2 % of one core, in milliseconds a second. */
const target = 2;

interface ProcessInfo {
  readonly type: string;
  readonly cpuTime: number;
}
/** Seconds of processor time so far. */
interface Spent {
  readonly whole: number;
  readonly renderers: number;
}

/** An engine that has nothing to do, beside a browser with an empty page over the same seconds. */
export async function* measureIdle(site: Site): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  const empty = await site.openBrowser();
  try {
    await opened.openPage();
    const ours = await openMeter(opened.browser);
    const plain = await openMeter(empty.browser);
    await sleep(settleMs);
    const rows: { readonly ours: Spent; readonly plain: Spent }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = { ours: await ours(), plain: await plain() };
      await sleep(windowSeconds * 1_000);
      rows.push({
        ours: toRate(before.ours, await ours()),
        plain: toRate(before.plain, await plain()),
      });
    }
    for (const part of ['whole', 'renderers'] as const) {
      yield toMeasured({
        name: part === 'whole' ? 'idle' : 'idle renderers',
        unit: 'ms',
        runs: rows.map((row) => row.ours[part]),
        plainRuns: rows.map((row) => row.plain[part]),
        target,
        what: `processor time a second of ${part === 'whole' ? 'all processes' : 'the renderers'} over ${String(windowSeconds)} s with an idle engine (1 ms is 0.1 % of a core); plain: an empty page`,
      });
    }
  } finally {
    await opened.close();
    await empty.close();
  }
}

async function openMeter(browser: Browser): Promise<() => Promise<Spent>> {
  const devtools = await browser.newBrowserCDPSession();
  return async () => {
    const answer = (await devtools.send('SystemInfo.getProcessInfo')) as {
      readonly processInfo: readonly ProcessInfo[];
    };
    const renderers = answer.processInfo.filter(({ type }) => type === 'renderer');
    return { whole: sum(answer.processInfo), renderers: sum(renderers) };
  };
}

function sum(processes: readonly ProcessInfo[]): number {
  return processes.reduce((total, { cpuTime }) => total + cpuTime, 0);
}

/** Milliseconds a second. */
function toRate(before: Spent, after: Spent): Spent {
  const rate = (from: number, to: number) => ((to - from) * 1_000) / windowSeconds;
  return {
    whole: rate(before.whole, after.whole),
    renderers: rate(before.renderers, after.renderers),
  };
}
