import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expectStatus, openApp } from './app.ts';
import { expect, test } from './fixtures.ts';
import { watchImport } from './import-watch.ts';
import { hasHidden, isShown, readScreen } from './xss-shown.ts';

interface XssCase {
  readonly id: string;
  readonly input: { readonly text: string };
  readonly expect: { readonly oracles: readonly { readonly kind: string }[] };
}
const file = new URL('../test/corpora/xss.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly XssCase[] };

/** Shown with marks in place of what hides or turns text. Values and messages stay as they are. */
const names = /(?<!value of the )(?:name|title|heading|id$|source|file|problem|log)/;

/** Ids may have so many characters, names more. */
const isId = /id$|param name/;

function hostile(text: string): string {
  const start = text.slice(0, 1000);
  const id = text.slice(0, 200);
  const works = `export default (task) => { task.log(${JSON.stringify(text)}); return { [${JSON.stringify(text)}]: ${JSON.stringify(text)} }; };`;
  const fails = `export default () => { throw new Error(${JSON.stringify(text)}); };`;
  return JSON.stringify({
    millrace: 1,
    id: `w ${id.slice(0, 198)}`,
    name: start,
    description: text,
    // As text: as a literal, one key of the corpus would set a prototype.
    params: Object.fromEntries([
      [id, { type: 'string', description: text, default: text }],
      ['asked', { type: 'string', description: 'So that the form is shown' }],
    ]),
    tasks: Object.fromEntries([
      [id, { name: `1 ${text}`.slice(0, 1000), type: 'js', with: { code: works } }],
      ['fails', { name: start, type: 'js', with: { code: fails } }],
    ]),
    metadata: Object.fromEntries([[id, text]]),
  });
}

const workflow = {
  'document title': 'title',
  'workflow name': 'h1',
  description: '.description',
  'task id': '.outline [role=treeitem] span',
  'graph name': '.node .name',
  'in file': '.file span:first-child',
  'in source': '.source .text > *',
};
/** What is typed stands there as it is; beside it stands what is not seen of it. */
const taskForm = {
  'form title': '.form h2',
  'value of the id': '.form .pair input',
  'value of the field': '.form .fields > .field input',
};
const versions = { 'document title': 'title', 'crumb name': 'li:nth-child(2) > a' };
const form = {
  heading: 'dialog h2',
  'param name': 'dialog .field:first-child label',
  'param description': 'dialog .field:first-child .hint',
  'param default': 'dialog .field:first-child input',
};
const run = {
  'document title': 'title',
  'workflow name': 'h1',
  'param name of the run': '.param dt',
  'param value': '.param dd',
  'task name': 'tr[data-task-id] a',
  'failure reason': 'tr[data-task-id="fails"] .reason',
  'log message': '[role=log] .message',
  'log task id': '[role=log] .task',
  'graph name': '.node .name',
  'timeline name': '.chart .name',
};
const works = {
  'panel name': '.right h2:first-child',
  'panel task id': '.right .titles code',
  'output key': '.right dl dt',
  'output value': '.right dl dd',
};
const fails = { 'panel name': '.titles h2', 'failure message': '.note.brick b' };
const refused = { 'file name': '[role=alert] b', problem: '[role=alert] p.problem' };

/** One profile, in which each text is tried in every field. */
class Trial {
  readonly page: Page;
  readonly wrong: string[] = [];
  readonly #honest = new Map<string, readonly string[]>();
  readonly #home: string;

  constructor(page: Page, home: string) {
    this.page = page;
    this.#home = home;
  }

  forgetShapes(): void {
    this.#honest.clear();
  }

  async go(hash: string): Promise<void> {
    await this.page.goto(`${this.#home}${hash}`);
  }

  async look(one: string, text: string, screen: string, places: Record<string, string>) {
    const { fields, shape } = await readScreen(this.page, places);
    const honest = this.#honest.get(screen);
    if (honest === undefined) this.#honest.set(screen, shape);
    else this.#compare(`${one}, ${screen}`, honest, shape);
    for (const [field, shown] of Object.entries(fields)) {
      const where = `${one}, ${screen}: ${field}`;
      // There it stands as JSON writes it, or as part of something longer.
      const isQuoted = field.startsWith('in ');
      if (
        !isQuoted &&
        !shown.some((part) => isShown(part, text.slice(0, isId.test(field) ? 200 : 998)))
      ) {
        this.wrong.push(`${where} is not shown: ${JSON.stringify(shown.join('|').slice(0, 80))}`);
      }
      if (names.test(field) && shown.some((part) => hasHidden(part))) {
        this.wrong.push(`${where} hides something`);
      }
    }
  }

  /** Less may be shown of a text, as when its place in the code is unknown; never more. */
  #compare(where: string, honest: readonly string[], shape: readonly string[]): void {
    const left = [...honest];
    for (const part of shape) {
      const at = left.indexOf(part);
      if (at < 0) this.wrong.push(`${where}: ${part} was added`);
      else left.splice(at, 1);
    }
  }

  async import(name: string, text: string): Promise<void> {
    await this.go('#/');
    const buffer = Buffer.from(text);
    const chooser = this.page.locator('input[type=file]').first();
    await chooser.setInputFiles({ name, mimeType: 'application/json', buffer });
  }

  /** All of them at once, a row each, made of the same as the others. */
  async lookAtLists(texts: readonly string[]): Promise<void> {
    const lists = { '#/': 'li[data-workflow-id]', '#/runs': 'tr[data-execution-id]' };
    for (const [hash, row] of Object.entries(lists)) {
      await this.go(hash);
      await this.page.locator(row).nth(texts.length).waitFor();
      const shown = (await readScreen(this.page, { row })).fields['row'] ?? [];
      const missing = texts.filter(
        (text) => !shown.some((part) => isShown(part, text.slice(0, 1000))),
      );
      this.wrong.push(...missing.map((text) => `${hash}: ${text.slice(0, 40)} is not shown`));
      this.wrong.push(...shown.filter(hasHidden).map((part) => `${hash}: ${part} hides something`));
      const shapes = await this.page
        .locator(row)
        .evaluateAll((rows) =>
          rows.map((one) =>
            [...one.querySelectorAll('*')].map(({ localName }) => localName).join(),
          ),
        );
      const rare = [...new Set(shapes)].filter(
        (shape) => shapes.filter((other) => other === shape).length < 2,
      );
      // The example has not run.
      if (rare.length > 1) this.wrong.push(`${hash}: rows of another shape: ${rare.join(' ')}`);
    }
  }

  /** It is drawn when its layout is there. */
  async waitForGraph(): Promise<void> {
    await this.page.locator('.svelte-flow .node .name').nth(1).waitFor();
  }

  async tryIn(one: string, text: string): Promise<void> {
    const { page } = this;
    await this.import(
      text.slice(0, 200),
      JSON.stringify({ millrace: 1, id: 'x', tasks: {}, [text.slice(0, 200)]: 1, name: 5 }),
    );
    await page.getByRole('alert').waitFor();
    await page.locator('li[data-workflow-id]').first().waitFor();
    await this.look(one, text.slice(0, 100), 'refused import', refused);
    await page.getByRole('alert').getByRole('button').click();
    await this.import('honest.json', hostile(text));
    await page.waitForURL(/#\/workflows\//);
    await this.waitForGraph();
    await page.getByRole('textbox', { name: 'Source' }).waitFor();
    await this.look(one, text, 'workflow', workflow);
    await page.locator('.svelte-flow .node').first().click();
    await expect(page.locator('.form .fields > .field input').first()).not.toHaveValue('');
    await this.look(one, text, 'task form', taskForm);
    const address = page.url();
    await page.goto(`${address}/versions`);
    await page.getByRole('table', { name: 'Versions' }).waitFor();
    await this.look(one, text, 'versions', versions);
    await page.goto(address);
    await this.waitForGraph();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await this.look(one, text, 'run form', form);
    await page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
    await page.waitForURL(/#\/runs\/[^/]+$/);
    await expectStatus(page, 'Failed');
    await page.locator('[role=log] .message').waitFor();
    await this.waitForGraph();
    await this.look(one, text, 'run', run);
    await page.locator('tr[data-task-id="fails"] a').click();
    await page.locator('.note.brick b').waitFor();
    await this.look(one, text, 'failed task', fails);
    await page.locator('tr[data-task-id]:first-child a').click();
    await page.locator('.right dl dt').waitFor();
    await this.look(one, text, 'task with an output', works);
  }
}

// What a file or a task says is shown as text, wherever it is shown. In two profiles, each with every other text.
test.describe.configure({ mode: 'parallel' });
for (const half of [0, 1]) {
  test(`hostile texts are shown as text in every field (${String(half + 1)} of 2)`, async ({
    page,
    host,
    complaints,
  }) => {
    test.setTimeout(120_000);
    page.setDefaultTimeout(15_000);
    const watch = await watchImport(page, host.url);
    await openApp(page, host.url);
    const trial = new Trial(page, host.url);
    // Once more: the first finds a library that nothing was done in yet.
    await trial.tryIn('first', 'plain text');
    trial.forgetShapes();
    await trial.tryIn('honest', 'honest text');
    const mine = cases.filter((_one, index) => index % 2 === half);
    const texts = mine.map(({ input }) => input.text.replaceAll('{{SINK}}', watch.sinkUrl));
    for (const [index, text] of texts.entries()) {
      const id = mine[index]?.id ?? '';
      await test.step(id, async () => trial.tryIn(id, text));
    }
    await trial.lookAtLists(texts);
    expect(trial.wrong).toEqual([]);
    expect(watch.alarms).toEqual([]);
    expect(watch.requests).toEqual([]);
    expect(await watch.findPollution()).toEqual([]);
    expect(complaints).toEqual([]);
    await watch.close();
  });
}
