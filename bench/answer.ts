import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRawPage, type ChromiumPage } from '../e2e/raw-page.ts';
import { attacksOn, type Attack } from './answer-attacks.ts';
import { act, middleOf } from './answer-person.ts';
import { record } from './answer-recorder.ts';
import { openPageSite } from './page-site.ts';
import { toMeasured, type Measured } from './result.ts';

/** A person does not notice less. */
const targetMs = 100;
const isolateTargetMs = 5_000;
/** Half of it on the page of the attacked run, half in the editor of another workflow. */
const partMs = 8_000;
const letters = ['c', 'o', 'm', 'm', 'e', 'n', 't'].map((letter) => ({ letter }));
const settleMs = 1_000;

interface Exported {
  readonly journal: readonly { readonly at: string; readonly type: string }[];
}

/** Whether the page answers while tasks do what they can to it; driven by hand, like the attacks of e2e. */
export async function* measureAnswer(): AsyncGenerator<Measured> {
  const site = await openPageSite();
  try {
    const plain = await measurePlain();
    for (const attack of attacksOn(cpus().length, (2 * partMs + 2 * settleMs) / 1_000)) {
      yield* measureAttack(site.url, attack, plain);
    }
  } finally {
    await site.close();
  }
}

async function openPage(url: string): Promise<ChromiumPage> {
  const page = await openRawPage('about:blank');
  await page.send('Page.enable');
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${record.toString()})()` });
  const screen = { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false };
  await page.send('Emulation.setDeviceMetricsOverride', screen);
  await page.send('Page.navigate', { url });
  return page;
}

async function until(page: ChromiumPage, expression: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await page.evaluate(expression).catch(() => false)) === true) return;
    await sleep(100);
  }
  throw new Error(`Never true: ${expression}`);
}

function ask(page: ChromiumPage, name: string, ...given: readonly unknown[]): Promise<unknown> {
  const words = given.map((value) => JSON.stringify(value)).join();
  return page.evaluate(`recorder.ask(${[JSON.stringify(name), words].filter(Boolean).join()})`);
}

/** @returns the run's id. */
async function start(page: ChromiumPage, id: string, tasks: object): Promise<string> {
  const text = JSON.stringify({ millrace: 1, id, name: id, tasks });
  await ask(page, 'importWorkflow', { text, fileName: `${id}.json`, over: 'newVersion' });
  const order = crypto.randomUUID();
  const started = await ask(page, 'startExecution', { order, workflowId: id, params: {} });
  return (started as { readonly id: string }).id;
}

async function read(page: ChromiumPage, id: string): Promise<Exported> {
  return JSON.parse((await ask(page, 'exportExecution', id)) as string) as Exported;
}

async function goTo(page: ChromiumPage, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}; 0`);
}

async function* measureAttack(
  url: string,
  attack: Attack,
  plain: readonly number[],
): AsyncGenerator<Measured> {
  const page = await openPage(url);
  try {
    await until(page, 'document.documentElement.dataset.ready === "true"');
    const run = await start(page, attack.name, attack.tasks);
    const task = { only: { type: 'js', with: { code: 'export default () => 1;' } } };
    const honest = await start(page, 'honest', task);
    await goTo(page, `#/runs/${run}`);
    await sleep(settleMs);
    await page.evaluate(`recorder.askOften(${JSON.stringify(run)}); 0`);
    const [pressed] = await Promise.all([pressOnRun(page), crashLater(page, attack)]);
    const [written] = await Promise.all([writeElsewhere(page), crashLater(page, attack)]);
    const done = pressed + written;
    const inputs = (await page.evaluate('recorder.inputs')) as number[];
    const answers = (await page.evaluate('recorder.answers')) as number[];
    if (inputs.length < done * 0.9) throw new Error(`Only ${String(inputs.length)} were answered`);
    const most = String(await page.evaluate('Math.max(...recorder.running)'));
    const what = `${attack.does}; ${most} at once`;
    yield* rows(`answer ${attack.name}`, inputs, plain, `input to second frame during ${what}`);
    yield* rows(
      `answer ${attack.name} engine`,
      answers,
      [],
      `question to the engine during ${what}`,
    );
    const backMs = await timeBack(page, attack, { run, honest });
    yield* backMs.length === 0 ? [] : [backRow(attack, backMs)];
  } finally {
    await page.close();
  }
}

function* rows(
  name: string,
  runs: readonly number[],
  plainRuns: readonly number[],
  what: string,
): Generator<Measured> {
  const parts = { '': 0.5, ' p95': 0.95, ' max': 1 };
  for (const [part, share] of Object.entries(parts)) {
    const one = (all: readonly number[]) => (part === '' ? all : [quantile(all, share)]);
    yield toMeasured({
      name: name + part,
      unit: 'ms',
      runs: one(runs),
      plainRuns: plainRuns.length === 0 ? [] : one(plainRuns),
      target: targetMs,
      what: `${what}; ${String(runs.length)} times`,
    });
  }
}

function backRow({ name, does }: Attack, runs: readonly number[]): Measured {
  return toMeasured({
    name: `answer ${name} isolate`,
    unit: 'ms',
    runs: [Math.max(...runs)],
    target: isolateTargetMs,
    what: `until an isolate gave a result again, the longest of ${String(runs.length)}: ${does}`,
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** In the middle of a half, so that the one before is over by then. */
async function crashLater(page: ChromiumPage, { crashes }: Attack): Promise<void> {
  if (!crashes) return;
  await sleep(partMs / 2);
  await page.crashFrame();
}

async function pressOnRun(page: ChromiumPage): Promise<number> {
  const row = (index: number) =>
    `document.querySelectorAll('tr[data-task-id] a')[${String(index)}]`;
  // The panel that a press opens stays; then the rows stand still.
  await until(page, `${row(1)} !== undefined`);
  await page.evaluate(`${row(0)}.click()`);
  const acts = [{ at: await middleOf(page, row(1)) }, { at: await middleOf(page, row(0)) }];
  return act(page, acts, partMs);
}

/** Letters into the text, and to the form and back. */
async function writeElsewhere(page: ChromiumPage): Promise<number> {
  await goTo(page, '#/workflows/delayed-flights');
  const text = `[...document.querySelectorAll('.source')].find((one) => one.shadowRoot)?.shadowRoot.querySelector('.cm-content')`;
  await until(page, `${text} !== undefined`);
  // There is another choice of panes for narrow screens, which is not shown.
  const pane = (word: string) =>
    `[...document.querySelectorAll('[role=group] button[aria-pressed]')].find((one) => one.offsetWidth > 0 && one.textContent.trim() === '${word}')`;
  const [form, source] = [await middleOf(page, pane('Task')), await middleOf(page, pane('Source'))];
  await page.evaluate(`${pane('Source')}.click()`);
  const { x, y } = await middleOf(page, `${text}.firstElementChild`);
  const acts = [{ at: { x, y } }, ...letters, { at: form }, { at: source }];
  return act(page, acts, partMs);
}

const timesOf = ({ journal }: Exported, isWanted: (type: string) => boolean) =>
  journal.filter(({ type }) => isWanted(type)).map(({ at }) => Date.parse(at));

/** From each loss of what ran to the next result of a sealed task; nothing where nothing was lost. */
async function timeBack(
  page: ChromiumPage,
  attack: Attack,
  ids: { readonly run: string; readonly honest: string },
): Promise<readonly number[]> {
  const isOver = `recorder.ask('listExecutions').then((all) => all.find(({ id }) => id === '${ids.honest}')?.status === 'completed')`;
  if (attack.name === 'quiet' || attack.name === 'flood') return [];
  await until(page, isOver);
  const [run, honest] = [await read(page, ids.run), await read(page, ids.honest)];
  const results = [...timesOf(run, isResult), ...timesOf(honest, isResult)];
  const losses = attack.name === 'loop' ? timesOf(run, isFailure).slice(0, 1) : page.losses;
  return losses.map((lostAt) => Math.min(...results.filter((at) => at > lostAt)) - lostAt);
}

const isResult = (type: string) => type === 'taskSucceeded';
const isFailure = (type: string) => type === 'taskFailed';

/** The same presses and letters in a page with nothing but as many loops as there are processors. */
async function measurePlain(): Promise<readonly number[]> {
  const html = '<button>one</button><textarea autofocus></textarea>';
  const page = await openPage(`data:text/html,${encodeURIComponent(html)}`);
  try {
    await until(page, "document.querySelector('textarea') !== null && 'recorder' in globalThis");
    const workers = `for (let i = 0; i < ${String(cpus().length)}; i++) new Worker(URL.createObjectURL(new Blob(['for (;;);']))); 0`;
    await page.evaluate(workers);
    const button = await middleOf(page, "document.querySelector('button')");
    const area = await middleOf(page, "document.querySelector('textarea')");
    await act(page, [{ at: button }, { at: area }, ...letters], partMs);
    return (await page.evaluate('recorder.inputs')) as number[];
  } finally {
    await page.close();
  }
}
