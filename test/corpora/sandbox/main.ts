import { openSandbox, runAttack } from './harness.ts';
import { statusOf } from './oracles.ts';

// The whole corpus, or the cases named: `node test/corpora/sandbox/main.ts SBX-S028 SBX-S036`.
const wanted = process.argv.slice(2);
const sandbox = await openSandbox();
const cases = sandbox.cases.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
let failed = 0;
let waiting = 0;
for (const { id, input } of cases) {
  if (input.needs !== undefined) {
    waiting += 1;
    console.log(`n/a   ${id} needs ${input.needs.join(', ')}`);
    continue;
  }
  const { seen, complaints } = await runAttack(sandbox, id);
  const mark = complaints.length > 0 ? 'FAIL ' : 'ok   ';
  if (complaints.length > 0) failed += 1;
  console.log(mark, id, statusOf(seen), `${seen.tookMs.toFixed(0)} ms`, complaints.join(' | '));
}
console.log(`sandbox ${String(cases.length)} failed ${String(failed)} waiting ${String(waiting)}`);
await sandbox.close();
process.exitCode = failed > 0 ? 1 : 0;
