import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectStatus, openApp, readExport, run } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved } from './desk.ts';
import { readers } from './readers.ts';

async function expectScreen(page: Page, url: string, heading: string): Promise<void> {
  // From the address bar: the page is loaded anew each time, with nobody there to serve it.
  await page.goto('about:blank');
  await openApp(page, url);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

for (const { lang, inLanguage, text, names } of readers) {
  test(`after one visit a day without network is a day like any other${inLanguage}`, async ({
    page,
    host,
    complaints,
  }) => {
    const { button, source, node, field } = desk(page, text);
    await openApp(page, `${host.url}?lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('data-offline', 'ready');
    await host.close();

    await expectScreen(page, host.url, text.library.heading);
    await expectScreen(page, `${host.url}#/settings`, text.settings.heading);
    await expectScreen(page, `${host.url}#/runs`, text.runs.heading);
    await expectScreen(page, `${host.url}#/nowhere`, text.app.notFound.heading);
    await expectScreen(
      page,
      `${host.url}#/workflows/delayed-flights`,
      'Delayed flights by airport',
    );

    // Edited on the canvas and in the text.
    await node(names.late).click();
    await field(text.editor.task.name).fill(names.train.task);
    await expect(node(names.train.task)).toBeVisible();
    await button(text.editor.source).click();
    await source.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(`x-note: ${names.train.note}\n`);
    await expectSaved(page, text);
    await button(text.editor.saveVersion).click();
    await expect(page.getByText(text.editor.versionSaved('2'))).toBeVisible();

    const ran = await run(page, text);
    await expectStatus(page, text.states.status.completed);
    const exported = await readExport(page, text);
    expect(exported.status).toBe('completed');
    expect(exported.tasks['worst']?.output).toHaveLength(10);

    // The next morning, still without network.
    await expectScreen(page, `${host.url}#/runs/${ran}`, 'Delayed flights by airport');
    await expectStatus(page, text.states.status.completed);
    const versions = `${host.url}#/workflows/delayed-flights/versions`;
    await expectScreen(page, versions, text.editor.history.heading);
    await expect(
      page.getByRole('table', { name: text.editor.history.heading }).getByRole('row'),
    ).toHaveCount(3);
    await expectScreen(
      page,
      `${host.url}#/workflows/delayed-flights`,
      'Delayed flights by airport',
    );
    await expect(node(names.train.task)).toBeVisible();
    const saved = page.waitForEvent('download');
    await button(text.workflow.export).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe('delayed-flights.yaml');
    expect(await readFile(await file.path(), 'utf8')).toContain(`x-note: ${names.train.note}`);
    expect(complaints).toEqual([]);
  });
}
