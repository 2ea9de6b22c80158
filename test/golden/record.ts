import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import { packExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import { writeJson } from '#core/workflow/write.ts';
import { readHistories } from '../sim/run-seed.ts';

/**
 * Records journals of this format with the states they fold to, once: `node test/golden/record.ts NAME`.
 * A recording is never made again; a later format gets a folder of its own.
 */
const [name] = process.argv.slice(2);
const folder = new URL(`./${name ?? ''}/`, import.meta.url);
if (name === undefined || existsSync(folder)) {
  process.stderr.write('usage: node test/golden/record.ts NAME (a folder that is not there yet)\n');
  process.exit(2);
}
mkdirSync(folder);
let number = 0;
for (const seed of [3, 17, 42, 101, 295, 368, 2201, 2327]) {
  for (const { workflow, events } of await readHistories(seed)) {
    const execution = emptyExecution('golden' as never, toPlan(workflow));
    for (const event of events) evolve(execution, event);
    const recording = { workflow: writeJson(workflow), events, state: packExecution(execution) };
    number += 1;
    const file = new URL(`${String(number).padStart(2, '0')}.json`, folder);
    writeFileSync(file, `${JSON.stringify(recording)}\n`);
  }
}
process.stdout.write(`${String(number)} journals\n`);
