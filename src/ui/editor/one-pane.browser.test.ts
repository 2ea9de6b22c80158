import { afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

// Fetched before: nothing but the page's own choice keeps it away.
beforeAll(() => import('#ui/source/SourceEditor.svelte'));
let leave: () => void = () => undefined;
afterEach(() => {
  leave();
});

/** As often as the page waits before it makes the editor where there is room for two, and once more. */
async function rests(): Promise<void> {
  for (let times = 0; times < 3; times += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 }));
  }
}

test('where one pane is in view, the editor of the source is made when it is asked for', async () => {
  await page.viewport(390, 844);
  leave = mountPage(
    new MemoryClient().add(aWorkflow({ id: 'w', tasks: { one: { type: 'noop' } } })),
    '#/workflows/w',
  );
  await expect
    .poll(() => document.querySelector('.node[data-task-id="one"]'), { timeout: 10_000 })
    .not.toBeNull();

  await rests();
  expect(document.querySelector('.panes .source .late')).not.toBeNull();
  await page.getByRole('button', { name: 'Source', exact: true }).first().click();

  await expect.element(page.getByRole('textbox', { name: 'Source' })).toBeVisible();
});

test('where there is room for two, it comes by itself behind the graph', async () => {
  await page.viewport(1280, 800);
  leave = mountPage(
    new MemoryClient().add(aWorkflow({ id: 'w', tasks: { one: { type: 'noop' } } })),
    '#/workflows/w',
  );

  await expect.element(page.getByRole('textbox', { name: 'Source' })).toBeVisible();
});
