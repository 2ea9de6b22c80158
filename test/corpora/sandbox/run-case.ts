import type { AttemptReport, LogLine } from '#ports/task-host.ts';
import type { RawPage } from '../../../e2e/raw-page.ts';
import { toModule, type SandboxCase } from './corpus.ts';

type Report = AttemptReport & { readonly atMs: number };
type Line = LogLine & { readonly executionId: string; readonly atMs: number };

/** All that the oracles look at. */
export interface Observation {
  readonly attack: Report | undefined;
  /** How long the attack took, from its start to its one report. */
  readonly tookMs: number;
  readonly sibling: Report | undefined;
  readonly next: Report | undefined;
  /** Every report and line of this case, also those that came late. */
  readonly reports: readonly Report[];
  readonly logs: readonly Line[];
  readonly gapMs: number;
  readonly damage: readonly string[];
  readonly strange: readonly unknown[];
  readonly hits: readonly string[];
}

const watchMs = 1_500;
export const golden = { sum: 4950, of: 'golden' };
const goldenCode = `export default async ({ log }) => {
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    sum += i;
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  log.info('golden');
  return { sum, of: 'golden' };
};`;
// Where an attack might have left something behind, this one would stumble over it.
const nextCode = `export default ({ inputs }) => {
  const copy = JSON.parse(JSON.stringify({ list: [3, 1, 2].map((n) => n * 2), ...inputs }));
  const isClean = ({}).polluted === undefined && typeof globalThis.__iv === 'undefined';
  return { list: copy.list, isClean, type: typeof structuredClone };
};`;
export const nextOutput = { list: [6, 2, 4], isClean: true, type: 'function' };

/** Runs an attack beside a golden sibling, and another honest task after it. */
export async function runCase(
  page: RawPage,
  { id, input }: SandboxCase,
  code: string,
  hits: readonly string[],
): Promise<Observation> {
  const hitsBefore = hits.length;
  const tasks = [
    {
      id: 'attack',
      code: toModule(code),
      inputs: input.taskInput,
      timeoutMs: input.limits.timeoutMs,
    },
    { id: 'sibling', code: goldenCode, timeoutMs: 60_000 },
    { id: 'next', code: nextCode, timeoutMs: 60_000 },
    { id: 'before', code: toModule(input.before?.code ?? ''), timeoutMs: 60_000 },
  ];
  const start = (ids: readonly string[]) =>
    page.evaluate(
      `probe.start(${JSON.stringify(id)}, ${JSON.stringify(tasks)}, ${JSON.stringify(ids)})`,
    );
  const mine = `({ executionId }) => executionId === ${JSON.stringify(id)}`;
  const reportsNow = async () =>
    (await page.evaluate(`probe.reports.filter(${mine})`)) as readonly Report[];
  const until = async (...ids: readonly string[]) => {
    const endAt = Date.now() + input.limits.timeoutMs + 15_000;
    while (Date.now() < endAt) {
      const reports = await reportsNow();
      if (ids.every((one) => reports.some(({ taskId }) => taskId === one))) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  await page.evaluate('(probe.strange.length = 0, probe.readGaps())');
  if (input.before !== undefined) {
    await start(['before']);
    await until('before');
  }
  const startedAtMs = (await page.evaluate('performance.now()')) as number;
  await start(['attack', 'sibling']);
  if (input.cancelAfterMs !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, input.cancelAfterMs));
    await page.evaluate(`probe.stop(${JSON.stringify(id)}, 'attack')`);
  }
  await until('attack', 'sibling');
  await start(['next']);
  await until('next');
  const gaps = (await page.evaluate('probe.readGaps()')) as { readonly page: number };
  await new Promise((resolve) => setTimeout(resolve, watchMs));

  const reports = await reportsNow();
  const of = (task: string) => reports.find(({ taskId }) => taskId === task);
  const attack = of('attack');
  return {
    attack,
    tookMs: (attack?.atMs ?? Infinity) - startedAtMs,
    sibling: of('sibling'),
    next: of('next'),
    reports,
    logs: (await page.evaluate(`probe.logs.filter(${mine})`)) as readonly Line[],
    gapMs: gaps.page,
    damage: (await page.evaluate('probe.health()')) as readonly string[],
    strange: (await page.evaluate('probe.strange')) as readonly unknown[],
    hits: hits.slice(hitsBefore),
  };
}
