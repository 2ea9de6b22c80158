import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStaticHost } from '../static-host.ts';
import { editAndKill, prepare } from './kill.ts';

// Of the build in dist: `vite build` comes first.
/** Longest a kill waits. */
const spanMs = 3_000;

const wanted = Number(process.argv[2] ?? '5');
if (!Number.isSafeInteger(wanted) || wanted < 1) {
  process.stderr.write('usage: node e2e/random-edit/main.ts N\n');
  process.exit(2);
}
const host = await openStaticHost();
const profile = await mkdtemp(join(tmpdir(), 'millrace-edit-'));
const totals = { kills: 0, lost: 0, differing: 0 };
try {
  await prepare(profile, host.url);
  while (totals.kills < wanted) {
    const afterMs = 300 + Math.random() * (spanMs - 300);
    const { lost, differing, acts } = await editAndKill(profile, host.url, afterMs);
    totals.kills += 1;
    if (lost.length > 0) totals.lost += 1;
    if (differing.length > 0) totals.differing += 1;
    const faults = [...lost, ...differing].join('; ') || 'nothing lost';
    process.stderr.write(
      `kill ${String(totals.kills)} after ${String(acts)} acts, ${afterMs.toFixed(0)} ms: ${faults}\n`,
    );
  }
} finally {
  await host.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
const { kills, lost, differing } = totals;
process.stdout.write(
  `kills ${String(kills)} lost ${String(lost)} differing ${String(differing)}\n`,
);
process.exitCode = kills === wanted && lost === 0 && differing === 0 ? 0 : 1;
