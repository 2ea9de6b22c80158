import { buildForTests, testBuildFolder } from '../../tools/test-build.ts';
import { killOnce, runWhole } from './kill.ts';
import { openTestServer } from './server.ts';

/** Longest a kill waits: both runs together take about this long. */
const spanMs = 1_800;

const wanted = Number(process.argv[2] ?? '5');
if (!Number.isSafeInteger(wanted) || wanted < 1) {
  process.stderr.write('usage: npm run -s kills -- N\n');
  process.exit(2);
}
process.stderr.write('Building the app with the test handlers …\n');
await buildForTests();
const server = await openTestServer(testBuildFolder);
const totals = { kills: 0, wiped: 0, differing: 0, doubled: 0 };
try {
  const whole = await runWhole(server);
  while (totals.kills < wanted) {
    const afterMs = Math.random() * spanMs;
    const verdict = await killOnce(server, whole, afterMs);
    totals.kills += 1;
    if (verdict.wiped) totals.wiped += 1;
    if (verdict.differing.length > 0) totals.differing += 1;
    if (verdict.doubled.length > 0) totals.doubled += 1;
    const faults = [...verdict.differing, ...verdict.doubled];
    process.stderr.write(
      `kill ${String(totals.kills)} after ${afterMs.toFixed(0)} ms: ${faults.join('; ') || (verdict.wiped ? 'dropped, and healed' : 'as if nothing had happened')}\n`,
    );
  }
} finally {
  await server.close();
}
const { kills, wiped, differing, doubled } = totals;
process.stdout.write(
  `kills ${String(kills)} wiped ${String(wiped)} differing ${String(differing)} doubled ${String(doubled)}\n`,
);
process.exitCode = kills === wanted && differing === 0 && doubled === 0 ? 0 : 1;
