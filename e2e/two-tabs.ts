import { type BrowserContext, type Page } from '@playwright/test';
import { expectStatus, importWorkflow, openApp, readExport, run } from './app.ts';
import { expect, test as base } from './fixtures.ts';

/** A wait in the middle, so that there is time for something to happen to its owner. */
export const slow = (seconds: number, sealed: Record<string, unknown> = {}) =>
  JSON.stringify({
    millrace: 1,
    id: `slow-${String(seconds)}`,
    name: 'Slow',
    tasks: {
      before: { type: 'noop', with: { output: 1 } },
      sealed: {
        type: 'js',
        dependencies: ['before'],
        with: {
          code: `export default ({ inputs }) => new Promise((resolve) => setTimeout(() => resolve(inputs.before + 1), ${String(seconds * 1_000)}));`,
        },
        ...sealed,
      },
      after: {
        type: 'noop',
        dependencies: ['sealed'],
        with: { output: '${{ tasks.sealed.output }}' },
      },
    },
  });

interface TwoTabs {
  /** The first tab drives, and has the workflow. */
  open(text: string): Promise<void>;
  /** And runs it. @returns the run's id. */
  begin(text: string): Promise<string>;
  /** Another tab of the same browser, which waits. */
  openSecond(path: string): Promise<Page>;
}

export const test = base.extend<{ readonly tabs: TwoTabs }>({
  tabs: async ({ page, host, context }, use) => {
    const open = async (text: string) => {
      await openApp(page, `${host.url}#/`);
      const { id } = JSON.parse(text) as { readonly id: string };
      await importWorkflow(page, { name: 's.json', text }, id);
    };
    await use({
      open,
      begin: async (text) => {
        await open(text);
        const id = await run(page);
        await expectStatus(page, 'Running');
        return id;
      },
      openSecond: (path) => openWaiting(context, `${host.url}${path}`),
    });
  },
});

async function openWaiting(context: BrowserContext, url: string): Promise<Page> {
  const second = await context.newPage();
  await openApp(second, url);
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  return second;
}

/** Every task ended once, and what it gave is right. */
export async function expectWhole(page: Page): Promise<void> {
  const { tasks, journal } = await readExport(page);
  expect(tasks['after']?.output).toBe(2);
  const ends = journal.filter((event) => event.type === 'taskSucceeded');
  expect(ends).toHaveLength(3);
}
