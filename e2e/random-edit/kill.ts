import { expect, type Page } from '@playwright/test';
import { readOutline } from '#core/workflow/read-outline.ts';
import { importWorkflow, openApp } from '../app.ts';
import { startBrowser, type KillableBrowser } from '../kills/browser.ts';
import { actOnce, halfField, workflow } from './person.ts';
import { graphDifferences, watchScreen, type Seen } from './screen.ts';

/** What a kill may cost: milliseconds of typing. */
const lostMaxMs = 300;

export interface Verdict {
  readonly lost: readonly string[];
  readonly differing: readonly string[];
  readonly acts: number;
}

/** Source and form stand side by side, so that all of both is on the screen. */
async function start(profile: string): Promise<KillableBrowser> {
  const browser = await startBrowser(profile);
  browser.page.setDefaultTimeout(20_000);
  await browser.page.setViewportSize({ width: 1700, height: 1000 });
  return browser;
}

async function open(page: Page, url: string): Promise<void> {
  await openApp(page, `${url}#/workflows/walked`);
  await page.getByRole('textbox', { name: 'Source' }).waitFor();
}

export async function prepare(profile: string, url: string): Promise<void> {
  const browser = await start(profile);
  const { page } = browser;
  await openApp(page, url);
  await importWorkflow(page, { name: 'walked.yaml', text: workflow }, 'walked');
  await page.getByRole('textbox', { name: 'Source' }).waitFor();
  await browser.kill();
}

/** Edits at random until the browser is killed, opens it again, and compares. */
export async function editAndKill(profile: string, url: string, afterMs: number): Promise<Verdict> {
  const before = await start(profile);
  await open(before.page, url);
  const { seen, fields } = await watchScreen(before.page);
  let acts = 0;
  let act = '';
  let isOver = false;
  const walk = async () => {
    while (!isOver) {
      fields.length = 0;
      await actOnce(before.page, seen.at(-1)?.text.split('\n').length ?? 0, (name) => {
        act = name;
      });
      acts += 1;
    }
  };
  // What is under way when the browser goes never ends well.
  const walking = walk().catch((error: unknown) => {
    if (!isOver) throw error;
  });
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  isOver = true;
  const killedAt = Date.now();
  await before.kill();
  await walking;

  const after = await start(profile);
  try {
    const text = await readBack(after.page, url);
    const lost = lossOf(text, seen, killedAt);
    if (act === 'fills') lost.push(...lossOfField(text, fields, killedAt));
    if (act === 'halves') lost.push(...(await lossOfHalf(after.page, fields, killedAt)));
    return { lost, differing: await graphDifferences(after.page, text), acts };
  } finally {
    await after.kill();
  }
}

/** The text as it is shown, once it was read and drawn. */
async function readBack(page: Page, url: string): Promise<string> {
  await open(page, url);
  const { seen } = await watchScreen(page);
  await expect(page.getByText('Saved on this device')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Problems/ })).not.toContainText('Reading');
  return seen.at(-1)?.text ?? '';
}

/** What stood there for 300 ms, and what came after it. */
function standing(seen: readonly Seen[], killedAt: number): readonly Seen[] {
  const first = seen.findLastIndex(({ at }) => at <= killedAt - lostMaxMs);
  return first === -1 ? [] : seen.slice(first);
}

/** Whether `after` is `before` with letters put in at one place, and nothing taken away. */
function isTypedOn(before: string, after: string): boolean {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return after.length > before.length && after.endsWith(before.slice(same));
}

function lossOf(text: string, seen: readonly Seen[], killedAt: number): string[] {
  const allowed = standing(seen, killedAt);
  const texts = allowed.length === 0 ? seen : allowed;
  if (texts.some((one) => one.text === text)) return [];
  // Saved, and killed before the word of its drawing came here: more than was noted is no loss.
  if (texts.some((one) => isTypedOn(one.text, text))) return [];
  const at = seen.findLastIndex((one) => one.text === text);
  const age = killedAt - (seen[at + 1]?.at ?? killedAt);
  return [at === -1 ? `never shown: ${JSON.stringify(text)}` : `${String(age)} ms were lost`];
}

/** While the source has a mistake in its form, fields say that they wait for it. */
function lossOfField(text: string, fields: readonly Seen[], killedAt: number): string[] {
  const allowed = standing(fields, killedAt);
  if (allowed.length === 0 || readOutline({ text, format: 'yaml' }) === null) return [];
  if (allowed.some(({ text: value }) => text.includes(value))) return [];
  const kept = fields.findLast(({ text: value }) => text.includes(value));
  const first = fields[kept === undefined ? 0 : fields.indexOf(kept) + 1];
  const age = killedAt - (first?.at ?? killedAt);
  return [`${String(age)} ms of a field were lost: "${allowed[0]?.text ?? ''}"`];
}

/** What was no value yet stands in its field again. */
async function lossOfHalf(page: Page, fields: readonly Seen[], killedAt: number) {
  const allowed = standing(fields, killedAt);
  if (allowed.length === 0) return [];
  const value = await (await halfField(page)).inputValue();
  return allowed.some(({ text }) => text === value)
    ? []
    : [`a half-written field was "${allowed[0]?.text ?? ''}" and is "${value}"`];
}
