import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectStatus, openApp, readExport, run } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved } from './desk.ts';

async function expectScreen(page: Page, url: string, heading: string): Promise<void> {
  // From the address bar: the page is loaded anew each time, with nobody there to serve it.
  await page.goto('about:blank');
  await openApp(page, url);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

test('after one visit a day without network is a day like any other', async ({
  page,
  host,
  complaints,
}) => {
  const { button, source, node, field } = desk(page);
  await openApp(page, host.url);
  await expect(page.locator('html')).toHaveAttribute('data-offline', 'ready');
  await host.close();

  await expectScreen(page, host.url, 'Workflows');
  await expectScreen(page, `${host.url}#/settings`, 'Settings');
  await expectScreen(page, `${host.url}#/runs`, 'Runs');
  await expectScreen(page, `${host.url}#/nowhere`, 'There is nothing at this address');
  await expectScreen(page, `${host.url}#/workflows/delayed-flights`, 'Delayed flights by airport');

  // Edited on the canvas and in the text.
  await node('Keep late flights').click();
  await field('Name').fill('Keep very late flights');
  await expect(node('Keep very late flights')).toBeVisible();
  await button('Source').click();
  await source.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('x-note: written on a train\n');
  await expectSaved(page);
  await button('Save version').click();
  await expect(page.getByText('Version 2 is saved.')).toBeVisible();

  const ran = await run(page);
  await expectStatus(page, 'Completed');
  const exported = await readExport(page);
  expect(exported.status).toBe('completed');
  expect(exported.tasks['worst']?.output).toHaveLength(10);

  // The next morning, still without network.
  await expectScreen(page, `${host.url}#/runs/${ran}`, 'Delayed flights by airport');
  await expectStatus(page, 'Completed');
  const versions = `${host.url}#/workflows/delayed-flights/versions`;
  await expectScreen(page, versions, 'Versions');
  await expect(page.getByRole('table', { name: 'Versions' }).getByRole('row')).toHaveCount(3);
  await expectScreen(page, `${host.url}#/workflows/delayed-flights`, 'Delayed flights by airport');
  await expect(node('Keep very late flights')).toBeVisible();
  const saved = page.waitForEvent('download');
  await button('Export').click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('delayed-flights.yaml');
  expect(await readFile(await file.path(), 'utf8')).toContain('x-note: written on a train');
  expect(complaints).toEqual([]);
});
