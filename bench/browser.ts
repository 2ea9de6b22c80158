import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, loadConfigFromFile, mergeConfig } from 'vite';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';
import { openTestServer } from '../e2e/kills/server.ts';
import type { Bench } from './page/main.ts';

const folder = '.cache/bench-build';

/** The built bench page behind a server; every browser opened on it has a profile of its own. */
export interface Site {
  openBrowser(): Promise<BenchBrowser>;
  close(): Promise<void>;
}

export interface BenchBrowser {
  readonly context: BrowserContext;
  readonly browser: Browser;
  /** One more page of this profile, its engine booted. */
  openPage(): Promise<Page>;
  close(): Promise<void>;
}

/** The bench's own entry, built with production settings; nothing of it is in `dist`. */
async function buildBench(): Promise<void> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' });
  if (loaded === null) throw new Error('vite.config.ts is gone');
  await build(
    mergeConfig(loaded.config, {
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: folder,
        emptyOutDir: true,
        sourcemap: false,
        rolldownOptions: { input: 'bench/page/index.html' },
      },
    }),
  );
}

export async function openSite(): Promise<Site> {
  await buildBench();
  const server = await openTestServer(folder);
  return {
    openBrowser: () => openBrowser(`${server.url}bench/page/index.html`),
    close: () => server.close(),
  };
}

/** A profile on disk, as a person's is: a journal in memory would be no journal. */
async function openBrowser(url: string): Promise<BenchBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'millrace-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: [...chromiumArgs],
    headless: true,
  });
  const browser = context.browser();
  if (browser === null) throw new Error('The profile has no browser');
  return {
    context,
    browser,
    openPage: async () => {
      const page = await context.newPage();
      page.on('console', (message) => {
        if (!isMissingFile(message.text())) process.stderr.write(`page: ${message.text()}\n`);
      });
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in globalThis);
      return page;
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The bench page brings neither manifest nor icon nor example. */
function isMissingFile(text: string): boolean {
  return text.startsWith('Failed to load resource') || text.startsWith('Manifest fetch');
}

/** Calls one of what the bench page offers, in that page. */
export async function call<Name extends keyof Bench>(
  page: Page,
  name: Name,
  ...given: Parameters<Bench[Name]>
): Promise<Awaited<ReturnType<Bench[Name]>>> {
  const answer: unknown = await page.evaluate(
    ([called, values]) => {
      const { bench } = globalThis as unknown as {
        bench: Record<string, (...values: readonly unknown[]) => unknown>;
      };
      return bench[called]?.(...values);
    },
    [name, given] as const,
  );
  return answer as Awaited<ReturnType<Bench[Name]>>;
}
