import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser, type KillableBrowser } from './browser.ts';
import { differences, doubledStarts } from './judge.ts';
import type { TestServer } from './server.ts';
import {
  exportRun,
  importChain,
  openApp,
  readStoreId,
  runChain,
  runExample,
  waitForCompleted,
  type ExportedRun,
} from './story.ts';

/** What the page says when it found the database dropped and brought it back. */
const healedHeading = /browser had dropped|dropped the database/i;

/** An uninterrupted run of both workflows, to compare with. */
export interface Whole {
  readonly example: ExportedRun;
  readonly chain: ExportedRun;
}

export interface Verdict {
  readonly wiped: boolean;
  readonly differing: readonly string[];
  readonly doubled: readonly string[];
}

async function withProfile<Value>(use: (profile: string) => Promise<Value>): Promise<Value> {
  const profile = await mkdtemp(join(tmpdir(), 'millrace-kill-'));
  try {
    return await use(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function runWhole({ url }: TestServer): Promise<Whole> {
  return withProfile(async (profile) => {
    const browser = await startBrowser(profile);
    try {
      const { page } = browser;
      await openApp(page, url);
      const exampleId = await runExample(page, url);
      await waitForCompleted(page, url, exampleId);
      const example = await exportRun(page);
      await importChain(page, url);
      await waitForCompleted(page, url, await runChain(page));
      return { example, chain: await exportRun(page) };
    } finally {
      await browser.kill();
    }
  });
}

/** Both workflows under way, SIGKILL after `afterMs`, then the same profile again. */
export function killOnce(server: TestServer, whole: Whole, afterMs: number): Promise<Verdict> {
  return withProfile(async (profile) => {
    const first = await startBrowser(profile);
    const begun = await begin(first, server.url).catch(async (error: unknown) => {
      await first.kill();
      throw error;
    });
    await new Promise((resolve) => {
      setTimeout(resolve, afterMs);
    });
    await first.kill();
    const second = await startBrowser(profile);
    try {
      return await judge(second, server, { ...begun, whole });
    } finally {
      await second.kill();
    }
  });
}

interface Begun {
  readonly storeId: string | null;
  readonly exampleId: string;
  readonly chainId: string;
}

async function begin({ page }: KillableBrowser, url: string): Promise<Begun> {
  await openApp(page, url);
  const storeId = await readStoreId(page);
  await importChain(page, url);
  const chainId = await runChain(page);
  const exampleId = await runExample(page, url);
  return { storeId, exampleId, chainId };
}

async function judge(
  { page }: KillableBrowser,
  { url, ledger }: TestServer,
  { storeId, exampleId, chainId, whole }: Begun & { readonly whole: Whole },
): Promise<Verdict> {
  await openApp(page, url);
  const wasHealed = (await page.getByText(healedHeading).count()) > 0;
  await waitForCompleted(page, url, chainId);
  const chain = await exportRun(page);
  await waitForCompleted(page, url, exampleId);
  const example = await exportRun(page);
  const isSame = (await readStoreId(page)) === storeId;
  return {
    wiped: wasHealed || !isSame,
    differing: [...differences(chain, whole.chain), ...differences(example, whole.example)],
    doubled: doubledStarts(ledger, chain),
  };
}
