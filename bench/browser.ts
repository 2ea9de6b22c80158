import { chromium, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, loadConfigFromFile, mergeConfig } from 'vite';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';
import { openTestServer } from '../e2e/kills/server.ts';

const folder = '.cache/bench-build';

export interface BenchPage {
  readonly page: Page;
  readonly browser: string;
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

/** A profile on disk, as a person's is: a journal in memory would be no journal. */
export async function openBenchPage(): Promise<BenchPage> {
  await buildBench();
  const server = await openTestServer(folder);
  const profile = await mkdtemp(join(tmpdir(), 'millrace-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: [...chromiumArgs],
    headless: true,
  });
  const page = await context.newPage();
  page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`));
  await page.goto(`${server.url}bench/page/index.html`);
  await page.waitForFunction(() => 'bench' in globalThis);
  return {
    page,
    browser: `Chromium ${context.browser()?.version() ?? 'of this machine'}`,
    close: async () => {
      await context.close();
      await server.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
