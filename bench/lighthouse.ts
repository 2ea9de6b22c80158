import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';
import { openPageSite } from './page-site.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 5;
const port = 9_357;
const pages = [
  { name: 'library', href: '' },
  { name: 'workflow', href: '#/workflows/delayed-flights' },
] as const;
type Form = 'desktop' | 'mobile';
type Case = (typeof pages)[number] & { readonly form: Form };
const cases: readonly Case[] = pages.flatMap((page) =>
  (['desktop', 'mobile'] as const).map((form) => ({ ...page, form })),
);
/** What is asked for on a desktop; a phone's marks are told beside them. */
const targets = { accessibility: 1, 'best-practices': 1, performance: 0.95 } as const;
type Category = keyof typeof targets;
const categories = Object.keys(targets) as Category[];

/** Lighthouse on the library and on the page of a workflow, as a desktop and as a phone. */
export async function* measureLighthouse(): AsyncGenerator<Measured> {
  const site = await openPageSite();
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArgs, `--remote-debugging-port=${String(port)}`],
  });
  try {
    for (const one of cases) yield* measureCase(site.url, one);
  } finally {
    await browser.close();
    await site.close();
  }
}

async function* measureCase(url: string, { name, href, form }: Case): AsyncGenerator<Measured> {
  const marks: Record<Category, number>[] = [];
  for (let round = 0; round < rounds; round += 1) marks.push(await readMarks(url + href, form));
  for (const category of categories) {
    yield toMeasured({
      name: `lighthouse ${name} ${category} ${form}`,
      unit: 'score',
      runs: marks.map((mark) => mark[category]),
      target: form === 'desktop' || category !== 'performance' ? targets[category] : null,
      what: `the ${name} page, first visit, Lighthouse's own settings for a ${form}`,
    });
  }
}

async function readMarks(url: string, form: Form): Promise<Record<Category, number>> {
  const flags = { port, onlyCategories: [...categories], logLevel: 'error' as const };
  const result = await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined);
  if (result === undefined) throw new Error('Lighthouse gave no result');
  const { lhr } = result;
  for (const audit of Object.values(lhr.audits)) {
    const isMissed = audit.scoreDisplayMode === 'binary' && audit.score === 0;
    if (isMissed) process.stderr.write(`${form} misses ${audit.id}: ${audit.title}\n`);
  }
  return {
    accessibility: lhr.categories['accessibility']?.score ?? 0,
    'best-practices': lhr.categories['best-practices']?.score ?? 0,
    performance: lhr.categories['performance']?.score ?? 0,
  };
}
