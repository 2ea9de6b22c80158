import type { Page } from '@playwright/test';
import { call, type Site } from './browser.ts';
import { runPlainLoop } from './plain.ts';
import { toMeasured, type Measured } from './result.ts';
import type { Workload } from './workloads.ts';

const repeats = 9;
const warmUps = 3;

/** All in one browser, one after the other. */
export async function* runWorkloads(
  site: Site,
  workloads: readonly Workload[],
): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  try {
    const page = await opened.openPage();
    for (const workload of workloads) yield await measure(page, workload);
  } finally {
    await opened.close();
  }
}

/** Plain loop and ours in turn, so that what else the machine does meets both. */
async function measure(page: Page, workload: Workload): Promise<Measured> {
  const { name, target, what } = workload;
  await call(page, 'import', workload.text);
  for (let round = 0; round < warmUps; round += 1) {
    await runOurs(page, workload);
    runPlainLoop(workload);
  }
  const runs: number[] = [];
  const plainRuns: number[] = [];
  for (let round = 0; round < repeats; round += 1) {
    plainRuns.push(runPlainLoop(workload));
    runs.push(await runOurs(page, workload));
  }
  return toMeasured({ name, unit: 'ms', runs, plainRuns, target, limits: 'ratio', what });
}

async function runOurs(page: Page, workload: Workload): Promise<number> {
  const { name, workflowId, last, expected, executions } = workload;
  const { ms, id } = await call(page, 'runMany', workflowId, executions.count, executions.atOnce);
  const output = await call(page, 'output', id, last);
  if (output !== expected) throw new Error(`${name} gave ${JSON.stringify(output)}`);
  return ms;
}
