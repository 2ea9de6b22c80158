import type { Page } from '@playwright/test';
import { call, type Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 9;
const warmUps = 2;
/** About half a second a task: what the engine itself takes is little beside it. */
const depth = 38;
const expected = 39_088_169;
const code = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
export default () => fib(${String(depth)});`;

/** Two tasks that only compute: at once, and the second after the first. */
const atOnce = 'bench-parallel';
const inSequence = 'bench-serial';

export async function* measureParallel(site: Site): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  try {
    const page = await opened.openPage();
    await call(page, 'import', toText(atOnce, []));
    await call(page, 'import', toText(inSequence, ['a']));
    const runs: number[] = [];
    const plainRuns: number[] = [];
    for (let round = -warmUps; round < rounds; round += 1) {
      const serialMs = await measure(page, inSequence);
      const parallelMs = await measure(page, atOnce);
      if (round < 0) continue;
      plainRuns.push(serialMs);
      runs.push(parallelMs);
    }
    yield toMeasured({
      name: 'parallel',
      unit: 'ms',
      runs,
      plainRuns,
      target: 0.6,
      limits: 'ratio',
      what: `2 × fib(${String(depth)}) at once; plain is the same two in sequence, in the same engine`,
    });
  } finally {
    await opened.close();
  }
}

function toText(id: string, dependencies: readonly string[]): string {
  const tasks = {
    a: { type: 'js', with: { code } },
    b: { type: 'js', dependencies, with: { code } },
  };
  return JSON.stringify({ millrace: 1, id, name: id, tasks });
}

async function measure(page: Page, workflowId: string): Promise<number> {
  const { ms, id } = await call(page, 'run', workflowId);
  const output = await call(page, 'output', id, 'b');
  if (output !== expected) throw new Error(`${workflowId} gave ${JSON.stringify(output)}`);
  return ms;
}
