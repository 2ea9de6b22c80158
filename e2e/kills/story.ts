import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

export interface ExportedRun {
  readonly id: string;
  readonly status: string;
  readonly outputsHash: string;
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly state: string;
        readonly outputHash: string | null;
        readonly attempts: readonly { readonly number: number; readonly recovered: boolean }[];
      }
    >
  >;
  readonly journal: readonly {
    readonly type: string;
    readonly taskId?: string;
    readonly attempt?: number;
  }[];
}

const chainLength = 24;

/** Every second task tells the ledger that it started; the others are sealed code. */
export function chainText(): string {
  const tasks: Record<string, unknown> = {};
  for (let index = 0; index < chainLength; index += 1) {
    const before = index === 0 ? [] : [`t${String(index - 1)}`];
    const input = index === 0 ? '0' : `inputs.t${String(index - 1)}`;
    tasks[`t${String(index)}`] =
      index % 2 === 0
        ? { type: 'ledger', dependencies: before, effect: 'repeatable', with: { milliseconds: 40 } }
        : {
            type: 'js',
            dependencies: before,
            with: {
              code: `export default async ({ inputs }) => { const until = Date.now() + 30; while (Date.now() < until); return ${input} + 1; };`,
            },
          };
  }
  return JSON.stringify({ millrace: 1, id: 'kill-chain', name: 'A longer chain', tasks }, null, 2);
}

export async function openApp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-ready="true"]').waitFor({ timeout: 30_000 });
}

/** @returns the id of the run whose address the page shows now. */
async function runId(page: Page): Promise<string> {
  await page.waitForURL(/#\/runs\/[^/]+$/);
  return page.url().split('#/runs/')[1] ?? '';
}

export async function runExample(page: Page, url: string): Promise<string> {
  await page.goto(`${url}#/`);
  await page.getByRole('button', { name: 'Run the example' }).click();
  return runId(page);
}

export async function importChain(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (
    await chooser
  ).setFiles({
    name: 'chain.json',
    mimeType: 'application/json',
    buffer: Buffer.from(chainText()),
  });
  await page.waitForURL(/#\/workflows\/kill-chain$/);
}

export async function runChain(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  return runId(page);
}

export async function waitForCompleted(page: Page, url: string, id: string): Promise<void> {
  await page.goto(`${url}#/runs/${id}`);
  await expect(page.getByRole('status')).toHaveText(/^\s*Completed/, { timeout: 60_000 });
}

export async function exportRun(page: Page): Promise<ExportedRun> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const path = await (await download).path();
  return JSON.parse(await readFile(path, 'utf8')) as ExportedRun;
}

/** Identity of the database; null when the browser has dropped it. */
export function readStoreId(page: Page): Promise<string | null> {
  return page.evaluate(
    () =>
      new Promise<string | null>((resolve, reject) => {
        const opening = indexedDB.open('millrace');
        opening.onerror = () => {
          reject(new Error('cannot open the database'));
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('meta').objectStore('meta').get('store');
          reading.onsuccess = () => {
            database.close();
            resolve((reading.result as { storeId: string } | undefined)?.storeId ?? null);
          };
        };
      }),
  );
}
