import { runAttack, type Sandbox } from './harness.ts';
import { statusOf } from './oracles.ts';

/**
 * Runs the whole corpus, or the cases named, and prints a line for each.
 * @returns the ids of those that did not hold.
 */
export async function runAll(sandbox: Sandbox, wanted: readonly string[]): Promise<string[]> {
  const cases = sandbox.cases.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const failed: string[] = [];
  let waiting = 0;
  for (const { id, input } of cases) {
    if (input.needs !== undefined) {
      waiting += 1;
      console.log(`n/a   ${id} needs ${input.needs.join(', ')}`);
      continue;
    }
    const { seen, complaints } = await runAttack(sandbox, id);
    const mark = complaints.length > 0 ? 'FAIL ' : 'ok   ';
    if (complaints.length > 0) failed.push(id);
    console.log(mark, id, statusOf(seen), `${seen.tookMs.toFixed(0)} ms`, complaints.join(' | '));
  }
  console.log(
    `sandbox ${String(cases.length)} failed ${String(failed.length)} waiting ${String(waiting)}`,
  );
  return failed;
}
