import type { Page } from '@playwright/test';
import { call, type Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 5;
const finishedRuns = 10_000;

/** A store of many finished runs: taken over, backed up, and brought back out of its safe copy. */
export async function* measureRestore(site: Site): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  try {
    const page = await opened.openPage();
    await call(page, 'storeOpen');
    await call(page, 'storeFill', finishedRuns);
    yield* measureWhole(page);
    const runs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await call(page, 'storeDrop');
      const { ms, restored } = await call(page, 'storeOpen');
      const listed = await call(page, 'storeCount');
      if (restored !== finishedRuns || listed !== finishedRuns) {
        throw new Error(`Only ${String(restored)} are back, and ${String(listed)} listed`);
      }
      runs.push(ms);
    }
    yield toMeasured({
      name: 'restore',
      unit: 'ms',
      runs,
      target: null,
      what: 'from opening the store after its database was dropped until it is owned with all 10,000 finished one-task runs',
    });
  } finally {
    await opened.close();
  }
}

async function* measureWhole(page: Page): AsyncGenerator<Measured> {
  const takeovers: number[] = [];
  const backups: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    takeovers.push((await call(page, 'storeReopen')).ms);
    backups.push((await call(page, 'storeBackup')).ms);
  }
  yield toMeasured({
    name: 'takeover of many',
    unit: 'ms',
    runs: takeovers,
    target: 300,
    what: 'from opening a store of 10,000 finished one-task runs, closed before, until it is owned',
  });
  yield toMeasured({
    name: 'backup',
    unit: 'ms',
    runs: backups,
    target: 4_000,
    what: 'a backup of 10,000 finished one-task runs, read to its end',
  });
}
