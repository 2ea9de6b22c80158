import { expect, test } from '@playwright/test';
import type { AttemptReport } from '#ports/task-host.ts';
import type { TaskSketch } from '../test/fixtures/isolate-calls.ts';
import { openIsolateSite, type IsolateSite } from './isolate-site.ts';
import { openRawPage, type ChromiumPage } from './raw-page.ts';

const quick = 'export default () => 1;';
const patient =
  'export default async () => { for (let i = 0; i < 20; i++) await new Promise((r) => setTimeout(r, 100)); return "golden"; };';
// Each execution is a version of its own, so it needs isolates that only a frame which answers can open.
const later = ['v1', 'v2', 'v3', 'v4'];

interface Gaps {
  readonly page: number;
  readonly engine: number;
}
type Report = AttemptReport & { readonly atMs: number };

let site: IsolateSite;
let page: ChromiumPage;
test.beforeEach(async () => {
  site = await openIsolateSite();
  page = await openRawPage(site.url);
});
test.afterEach(async () => {
  await page.close();
  await site.close();
});

test('a frame that hangs without dying is replaced within five seconds', async () => {
  const start = (name: string, tasks: readonly TaskSketch[]) =>
    page.evaluate(`probe.start('${name}', ${JSON.stringify(tasks)})`);
  const reports = async () => (await page.evaluate('probe.reports')) as readonly Report[];
  await expect.poll(() => page.evaluate('typeof probe')).toBe('object');
  await start('warm', [{ id: 'task', code: quick }]);
  await expect.poll(async () => (await reports()).length).toBe(1);
  // The engine tells its longest gap four times a second; those of its start are over then.
  await expect
    .poll(() => page.evaluate('probe.readGaps().engine'), { intervals: [600] })
    .toBeLessThan(50);

  await page.beginInFrame('for (;;) {}');
  const hungAtMs = (await page.evaluate('performance.now()')) as number;
  await start('patient', [{ id: 'task', code: patient }]);
  for (const name of later) await start(name, [{ id: 'task', code: quick }]);
  const gapsMs: number[] = [];
  await expect
    .poll(
      async () => {
        const { page: ofPage, engine } = (await page.evaluate('probe.readGaps()')) as Gaps;
        gapsMs.push(Math.max(ofPage, engine));
        return (await reports()).length;
      },
      { timeout: 20_000, intervals: [250] },
    )
    .toBe(later.length + 2);

  const ends = new Map((await reports()).map((report) => [String(report.executionId), report]));
  const lastMs = Math.max(...later.map((name) => ends.get(name)?.atMs ?? Infinity));
  expect(lastMs - hungAtMs).toBeGreaterThan(2_000);
  expect(lastMs - hungAtMs).toBeLessThan(5_000);
  // The hung frame keeps a processor busy, so a beat may be late; one that waited for it would be by seconds.
  const sorted = gapsMs.toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length * 0.75)]).toBeLessThan(100);
  expect(Math.max(...gapsMs)).toBeLessThan(500);
  expect(later.map((name) => ends.get(name)?.outcome)).toEqual(
    later.map(() => ({ kind: 'succeeded', output: 1 })),
  );
  expect(ends.get('patient')?.outcome).toEqual({ kind: 'succeeded', output: 'golden' });
});
