import { chromium, type BrowserContext } from '@playwright/test';
import { appendFile, writeFile } from 'node:fs/promises';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';
import { dropFile, expectStatus, openApp } from './app.ts';
import { expect, listen, test } from './fixtures.ts';

function openBrowser(profile: string): Promise<BrowserContext> {
  const options = { executablePath: chromiumPath, args: [...chromiumArgs], headless: true };
  return chromium.launchPersistentContext(profile, options);
}

test('a dropped file is read in place; after a restart it waits for a word, and reads on', async ({
  host,
  complaints,
}) => {
  test.setTimeout(60_000);
  const file = test.info().outputPath('cities.csv');
  const profile = test.info().outputPath('profile');
  await writeFile(file, 'city,n\nOslo,1\n');
  const first = await openBrowser(profile);
  const page = await first.newPage();
  await listen(page, complaints);
  await openApp(page, host.url);
  await dropFile(page, file);
  const stand = page.getByRole('region', { name: 'cities.csv' });
  await expect(stand).toContainText('It is read where it lies, and never copied.');
  await stand.getByRole('button', { name: 'Make a workflow' }).click();
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('Oslo');
  const url = page.url();
  await first.close();

  // The browser keeps the handle, and forgets with the session that it may be read.
  await appendFile(file, 'Lima,2\n');
  const second = await openBrowser(profile);
  const again = await second.newPage();
  await listen(again, complaints);
  await again.goto(url);
  await again.getByRole('button', { name: 'Run again', exact: true }).click();
  await expectStatus(again, 'Waiting');
  await expect(again.getByRole('status')).toContainText('for a file');
  const ask = again.getByRole('group', { name: 'cities.csv is needed' });
  await expect(ask).toContainText('The browser asks for your word again');
  const waiting = again.url();

  // Whoever drops the file again has given it: the browser does not ask at the press.
  await dropFile(again, file);
  await again
    .getByRole('region', { name: 'cities.csv' })
    .getByRole('button', { name: 'Close' })
    .click();
  await again.goto(waiting);
  await ask.getByRole('button', { name: 'Allow reading cities.csv' }).click();
  await expectStatus(again, 'Completed');
  await expect(again.getByRole('region', { name: 'Output' })).toContainText('Lima');
  await second.close();
  expect(complaints).toEqual([]);
});
