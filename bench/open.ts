import type { Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importText, openApp, readyMs, runFinished, shownMs } from './open-page.ts';
import { graphMs, moveFrames, typingMs } from './open-graph.ts';
import { openPageSite, type PageSite, type Profile } from './page-site.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 7;
/** A middling line: 10 Mbit/s, 40 ms. */
const line = { bytesPerSecond: 1_250_000, roundTripMs: 40 };
const csvBytes = 50 * 1024 * 1024;

/** How the page opens and how it answers: the shipped build, in profiles on disk. */
export async function* measureOpen(): AsyncGenerator<Measured> {
  const site = await openPageSite();
  try {
    yield* measureFirstLoad(site);
    yield* measureCold(site);
    yield* measureGraph(site);
    yield* measureTable(site);
    yield* measureRun(site);
  } finally {
    await site.close();
  }
}

async function inProfile<T>(site: PageSite, act: (profile: Profile) => Promise<T>): Promise<T> {
  const profile = await site.openProfile();
  try {
    return await act(profile);
  } finally {
    await profile.close();
  }
}

async function repeat<T>(act: (round: number) => Promise<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await act(round));
  return found;
}

/** Counted at the host by what the page itself asked for before it answered. */
async function* measureFirstLoad(site: PageSite): AsyncGenerator<Measured> {
  const { scripts, workers } = await inProfile(site, async ({ openPage }) => {
    const page = await openPage();
    const asked = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith('.js') && request.serviceWorker() === null) asked.add(pathname);
    });
    await openApp(page, site.url);
    const paths = [...asked].filter((path) => !path.includes('service-worker'));
    const sum = async (some: readonly string[]) => {
      const sizes = await Promise.all(some.map((path) => site.sizeOf(path)));
      return sizes.reduce((one, other) => one + other, 0) / 1_000;
    };
    return {
      scripts: await sum(paths.filter((path) => !path.includes('.worker-'))),
      workers: await sum(paths.filter((path) => path.includes('.worker-'))),
    };
  });
  yield toMeasured({
    name: 'open first load',
    unit: 'kB',
    runs: [scripts],
    target: 150,
    what: 'JavaScript of the page until its first screen answers, gzip',
  });
  yield toMeasured({
    name: 'open first load of workers',
    unit: 'kB',
    runs: [workers],
    target: null,
    what: 'JavaScript of the worker that the engine lives in, gzip; loaded beside the page, off its thread',
  });
}

async function* measureCold(site: PageSite): AsyncGenerator<Measured> {
  site.through(line);
  const runs = await repeat(() =>
    inProfile(site, async ({ openPage }) => readyMs(await openPage(), site.url)),
  );
  site.through(null);
  yield toMeasured({
    name: 'open cold',
    unit: 'ms',
    runs,
    target: 1_500,
    what: 'a stranger on a line of 10 Mbit/s and 40 ms: from the address to a library that answers',
  });
}

function manyTasks(id: string, count: number): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    // Layers of 20, each task on two of the layer before: wide and deep as real ones are.
    const layer = Math.floor(index / 20);
    const above = (offset: number) => (layer - 1) * 20 + ((index + offset) % 20);
    const needs = layer === 0 ? [] : [...new Set([above(0), above(7)])];
    return [
      `  task-${String(index)}:`,
      `    name: Task ${String(index)}`,
      '    type: noop',
      `    dependencies: [${needs.map((need) => `task-${String(need)}`).join(', ')}]`,
      `    with: { output: ${String(index)} }`,
    ].join('\n');
  });
  return `millrace: 1\nid: ${id}\nname: ${id}\ntasks:\n${tasks.join('\n')}\n`;
}

async function* measureGraph(site: PageSite): AsyncGenerator<Measured> {
  const profile = await site.openProfile();
  try {
    const page = await profile.openPage();
    await openApp(page, site.url);
    await importText(page, 'thousand.yaml', manyTasks('thousand', 1_000));
    await page.waitForURL(/#\/workflows\/thousand$/);
    const href = '#/workflows/thousand';
    yield toMeasured({
      name: 'open 1000 tasks',
      unit: 'ms',
      runs: await repeat(() => graphMs(page, { url: site.url, href })),
      target: 700,
      what: 'from the link to a workflow of 1,000 tasks until its graph is drawn and has answered a key',
    });
    yield toMeasured({
      name: 'open 1000 tasks by address',
      unit: 'ms',
      runs: await repeat(() => inNewPage(profile, (fresh) => graphMs(fresh, site.url + href))),
      target: null,
      what: 'the same in a new tab: with the start of the page and of its engine, beside a tab that drives',
    });
    yield* measureMoves(page);
    yield toMeasured({
      name: 'open 1000 tasks typing',
      unit: 'ms',
      runs: await repeat(() => typingMs(page)),
      target: 50,
      what: 'longest task of the page while 30 letters are typed in the source of 1,000 tasks and until it rests; 0: none over 50 ms',
    });
  } finally {
    await profile.close();
  }
}

async function* measureMoves(page: Page): AsyncGenerator<Measured> {
  for (const where of ['far', 'near'] as const) {
    yield toMeasured({
      name: `open 1000 tasks pan and zoom ${where}`,
      unit: 'ms',
      runs: await repeat(() => moveFrames(page, where)),
      target: 33,
      what:
        where === 'far'
          ? 'p95 of frames while the whole graph is moved and zoomed'
          : 'p95 of frames while it is moved and zoomed close up, tasks as elements',
    });
  }
}

async function inNewPage<T>(profile: Profile, act: (page: Page) => Promise<T>): Promise<T> {
  const page = await profile.openPage();
  try {
    return await act(page);
  } finally {
    await page.close();
  }
}

async function writeTable(): Promise<string> {
  const path = join(tmpdir(), 'millrace-open.csv');
  const rows = ['day,airport,delay,distance,carrier'];
  let bytes = 0;
  for (let index = 0; bytes < csvBytes; index += 1) {
    const row = `2026-01-${String((index % 28) + 1)},AP${String(index % 400)},${String(index % 97)},${String(index % 3_001)},"Carrier ${String(index % 13)}"`;
    bytes += row.length + 1;
    rows.push(row);
  }
  await writeFile(path, `${rows.join('\n')}\n`);
  return path;
}

async function* measureTable(site: PageSite): AsyncGenerator<Measured> {
  const path = await writeTable();
  const profile = await site.openProfile();
  try {
    const runs = await repeat(() =>
      inNewPage(profile, async (page) => {
        await openApp(page, site.url);
        const shown = shownMs(page, { from: 'change', selector: '.rows tbody tr' });
        await page.locator('input[type=file]').first().setInputFiles(path);
        return shown;
      }),
    );
    yield toMeasured({
      name: 'open 50 MB CSV',
      unit: 'ms',
      runs,
      target: 2_000,
      what: 'from the choice of the file to its first rows on the screen',
    });
  } finally {
    await profile.close();
  }
}

async function* measureRun(site: PageSite): AsyncGenerator<Measured> {
  const profile = await site.openProfile();
  try {
    const page = await profile.openPage();
    await openApp(page, site.url);
    await importText(page, 'many.yaml', manyTasks('many', 10_000));
    await page.waitForURL(/#\/workflows\/many$/);
    const href = await runFinished(page);
    const selector = 'tr[data-task-id]';
    yield toMeasured({
      name: 'open 10000 task run',
      unit: 'ms',
      runs: await repeat(async () => {
        await page.goto(`${site.url}#/runs`);
        await page.getByRole('table', { name: 'Runs' }).waitFor();
        return shownMs(page, { from: href, selector });
      }),
      target: 1_000,
      what: 'from the link to a finished run of 10,000 tasks to its status and first rows',
    });
    await page.close();
    yield toMeasured({
      name: 'open 10000 task run by address',
      unit: 'ms',
      runs: await repeat(() =>
        inNewPage(profile, async (fresh) => {
          await fresh.goto(site.url + href, { waitUntil: 'commit' });
          return shownMs(fresh, { from: null, selector });
        }),
      ),
      target: null,
      what: 'the same in the first tab after a restart: with the start of the page and of its engine',
    });
  } finally {
    await profile.close();
  }
}
