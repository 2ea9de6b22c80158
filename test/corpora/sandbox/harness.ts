import { openIsolateSite, type IsolateSite } from '../../../e2e/isolate-site.ts';
import { openRawPage, type RawPage } from '../../../e2e/raw-page.ts';
import { channelName, lockName } from '../../fixtures/canaries.ts';
import { fill, readCorpus, type SandboxCase } from './corpus.ts';
import { judge } from './oracles.ts';
import { runCase, type Observation } from './run-case.ts';

/** A page with real isolates, canaries in every store of its origin, and a sink that counts. */
export interface Sandbox {
  readonly page: RawPage;
  readonly site: IsolateSite;
  readonly cases: readonly SandboxCase[];
  close(): Promise<void>;
}

export interface Verdict {
  readonly seen: Observation;
  /** Empty when the case holds. */
  readonly complaints: readonly string[];
}

/** @param openPage any browser's. */
export async function openSandbox(
  openPage: (url: string) => Promise<RawPage> = openRawPage,
): Promise<Sandbox> {
  const site = await openIsolateSite();
  const page = await openPage(site.url);
  while ((await page.evaluate('typeof probe')) !== 'object') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await page.evaluate('probe.plant()');
  return {
    page,
    site,
    cases: readCorpus().cases,
    close: async () => {
      await page.close();
      await site.close();
    },
  };
}

export async function runAttack({ page, site, cases }: Sandbox, id: string): Promise<Verdict> {
  const one = cases.find((known) => known.id === id);
  if (one === undefined) throw new Error(`The corpus has no ${id}`);
  const code = fill(one.input.code, {
    SINK: site.sinkUrl,
    WSSINK: site.sinkUrl.replace('http', 'ws'),
    APP: site.url,
    AGENT: site.sinkUrl,
    AGENTPORT: new URL(site.sinkUrl).port,
    SIBLING: 'sibling',
    LOCKNAME: lockName,
    CHANNEL: channelName,
    EXEC: id,
  });
  const seen = await runCase(page, one, code, site.hits);
  return { seen, complaints: judge(one, seen) };
}
