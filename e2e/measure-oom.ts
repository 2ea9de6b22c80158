import { readdirSync, readFileSync } from 'node:fs';
import type { AttemptReport } from '#ports/task-host.ts';
import { openIsolateSite } from './isolate-site.ts';
import { openRawPage, type RawPage } from './raw-page.ts';

// What happens to page and engine while a task takes all the memory it can: `node e2e/measure-oom.ts`.
const hogs: Readonly<Record<string, string>> = {
  'typed arrays':
    'export default () => { const a = []; for (;;) a.push(new Float64Array(1 << 20).fill(1.5)); };',
  'arrays of numbers':
    'export default () => { const a = []; for (;;) a.push(new Array(1e6).fill(1.5)); };',
  strings:
    "export default () => { const a = []; for (let i = 0; ; i++) a.push((i + 'x'.repeat(1e7)).split('').join('-')); };",
  'small objects': 'export default () => { let a = null; for (;;) a = { a, b: [1, 2, 3] }; };',
};
const sibling =
  'export default async () => { for (let i = 0; i < 30; i++) await new Promise((r) => setTimeout(r, 100)); return "golden"; };';

function rendererSizes(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        if (!readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('--type=renderer')) return [];
        const status = readFileSync(`/proc/${entry}/status`, 'utf8');
        return [Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)];
      } catch {
        return []; // It ended while we looked.
      }
    })
    .sort((a, b) => b - a);
}

async function reportsOf(page: RawPage, run: string): Promise<readonly AttemptReport[]> {
  const expression = `probe.reports.filter(({ executionId }) => executionId === ${JSON.stringify(run)})`;
  return (await page.evaluate(expression)) as readonly AttemptReport[];
}

async function measure(page: RawPage, name: string, code: string): Promise<void> {
  const startedAt = Date.now();
  const tasks = [
    { id: 'hog', code, timeoutMs: 60_000 },
    { id: 'sibling', code: sibling },
  ];
  await page.evaluate(
    `probe.readGaps(); probe.start(${JSON.stringify(name)}, ${JSON.stringify(tasks)})`,
  );
  let peak: number[] = [];
  let reports: readonly AttemptReport[] = [];
  const seenAt: number[] = [];
  while (reports.length < 2 && Date.now() - startedAt < 150_000) {
    const sizes = rendererSizes();
    if ((sizes[0] ?? 0) > (peak[0] ?? 0)) peak = sizes;
    reports = await reportsOf(page, name);
    while (seenAt.length < reports.length) seenAt.push(Date.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const nextAt = Date.now();
  const next = [{ id: 'next', code: 'export default () => "next";' }];
  await page.evaluate(`probe.start(${JSON.stringify(`${name} next`)}, ${JSON.stringify(next)})`);
  while ((await reportsOf(page, `${name} next`)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const nextTaskMs = Date.now() - nextAt;
  const gaps = await page.evaluate('probe.readGaps()');
  const outcomes = reports.map(({ taskId, outcome }, index) => ({
    taskId,
    afterMs: seenAt[index],
    outcome: outcome.kind === 'failed' ? outcome.failure.code : outcome,
  }));
  console.log(JSON.stringify({ name, outcomes, nextTaskMs, gaps, peakOfRenderersMiB: peak }));
}

const site = await openIsolateSite();
const page = await openRawPage(site.url);
while ((await page.evaluate('typeof probe')) !== 'object') {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
for (const [name, code] of Object.entries(hogs)) await measure(page, name, code);
await page.close();
await site.close();
