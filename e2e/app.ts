import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { english } from '#text/en/catalogue.ts';
import type { Text } from '#text/text.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export async function openApp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-ready="true"]').waitFor();
}

/** A drop is how a test comes to a handle of the real file system: the browser asks nobody for it. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }
  await devtools.detach();
}

/** Through the file chooser, as a person does it. */
export async function importFile(
  page: Page,
  { name, text }: TextFile,
  { library }: Text = english,
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: library.import }).click();
  const mimeType = name.endsWith('.json') ? 'application/json' : 'text/yaml';
  await (await chooser).setFiles({ name, mimeType, buffer: Buffer.from(text) });
}

export async function importWorkflow(
  page: Page,
  file: TextFile,
  id: string,
  text: Text = english,
): Promise<void> {
  await importFile(page, file, text);
  await page.waitForURL((url) => url.hash === `#/workflows/${encodeURIComponent(id)}`);
}

/** @returns the run's id, from the address that the page shows after it. */
export async function run(page: Page, { workflow }: Text = english): Promise<string> {
  await page.getByRole('button', { name: workflow.run, exact: true }).click();
  await page.waitForURL(/#\/runs\/[^/]+$/);
  return page.url().split('#/runs/')[1] ?? '';
}

export async function expectStatus(page: Page, word: string): Promise<void> {
  await expect(page.getByRole('status')).toHaveText(new RegExp(`^\\s*${word}`), {
    timeout: 20_000,
  });
}

export async function readExport(page: Page, text: Text = english): Promise<ExportedRun> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: text.run.export }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^[A-Za-z0-9-]+\.execution\.json$/);
  return JSON.parse(await readFile(await file.path(), 'utf8')) as ExportedRun;
}

export interface ExportedRun {
  readonly millraceExecution: number;
  readonly status: string;
  readonly outputsHash: string;
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly state: string;
        readonly cause: { readonly code: string } | null;
        readonly output: unknown;
        readonly attempts: readonly {
          readonly number: number;
          readonly recovered: boolean;
          readonly failure: { readonly code: string; readonly message: string } | null;
        }[];
      }
    >
  >;
  readonly journal: readonly { readonly seq: number; readonly type: string }[];
  readonly logs: readonly { readonly message: string }[];
}
