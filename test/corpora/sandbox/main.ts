import { openIsolateSite } from '../../../e2e/isolate-site.ts';
import { openRawPage } from '../../../e2e/raw-page.ts';
import { fill, readCorpus } from './corpus.ts';
import { judge, statusOf } from './oracles.ts';
import { runCase } from './run-case.ts';

// The whole corpus, or the cases named: `node test/corpora/sandbox/main.ts SBX-S028 SBX-S036`.
const wanted = process.argv.slice(2);
const site = await openIsolateSite();
const page = await openRawPage(site.url);
while ((await page.evaluate('typeof probe')) !== 'object') {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await page.evaluate('probe.plant()');
const values = {
  SINK: site.sinkUrl,
  WSSINK: site.sinkUrl.replace('http', 'ws'),
  APP: site.url,
  AGENT: site.sinkUrl,
  AGENTPORT: new URL(site.sinkUrl).port,
  SIBLING: 'sibling',
  LOCKNAME: 'millrace-canary-lock',
  CHANNEL: 'millrace-canary-channel',
};
let failed = 0;
let waiting = 0;
const cases = readCorpus().cases.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
for (const one of cases) {
  const { needs = [] } = one.input;
  if (needs.length > 0) {
    waiting += 1;
    console.log(`n/a   ${one.id} needs ${needs.join(', ')}`);
    continue;
  }
  const code = fill(one.input.code, { ...values, EXEC: one.id });
  const seen = await runCase(page, one, code, site.hits);
  const complaints = judge(one, seen);
  if (complaints.length > 0) failed += 1;
  const mark = complaints.length > 0 ? 'FAIL ' : 'ok   ';
  console.log(
    `${mark} ${one.id} ${statusOf(seen)} ${seen.tookMs.toFixed(0)} ms ${complaints.join(' | ')}`,
  );
  if (process.env['SHOW'] !== undefined)
    console.log(JSON.stringify(seen.attack?.outcome).slice(0, 600));
}
console.log(`sandbox ${String(cases.length)} failed ${String(failed)} waiting ${String(waiting)}`);
await page.close();
await site.close();
process.exitCode = failed > 0 ? 1 : 0;
