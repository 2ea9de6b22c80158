import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumArgs, chromiumPath } from '../../tools/chromium.ts';

export interface KillableBrowser {
  readonly page: Page;
  /** SIGKILL to the browser and everything it started; resolves when it is gone. */
  kill(): Promise<void>;
}

const startMs = 30_000;

/** Chromium as a process group of our own: what Playwright starts cannot be killed as a whole. */
export async function startBrowser(profile: string): Promise<KillableBrowser> {
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = spawn(
    chromiumPath,
    [
      ...chromiumArgs,
      '--headless=new',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => {
    child.on('exit', () => {
      resolve();
    });
  });
  const browser = await connect(portFile, child);
  const context = browser.contexts()[0] ?? (await browser.newContext());
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    kill: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await exited;
      await browser.close().catch(() => undefined);
    },
  };
}

async function connect(portFile: string, child: ChildProcess): Promise<Browser> {
  const until = performance.now() + startMs;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`Chromium ended with ${String(child.exitCode)}`);
    const text = await readFile(portFile, 'utf8').catch(() => '');
    const [port, path] = text.split('\n');
    if (port !== undefined && path !== undefined && path !== '') {
      return chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
  throw new Error('Chromium did not open its debugging port');
}
