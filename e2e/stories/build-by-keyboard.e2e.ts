import type { Page } from '@playwright/test';
import { expectStatus, openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved, tabTo } from './desk.ts';

/** Where the ring is on the canvas, as a screen reader is told. */
async function expectActive(page: Page, words: RegExp): Promise<void> {
  const { canvas } = desk(page);
  await expect(canvas).toBeFocused();
  await expect
    .poll(() =>
      canvas.evaluate((element) => {
        const id = element.getAttribute('aria-activedescendant') ?? '';
        return document.getElementById(id)?.getAttribute('aria-label') ?? '';
      }),
    )
    .toMatch(words);
}

test('a workflow is built from nothing by keyboard', async ({ page, host, complaints }) => {
  await openApp(page, host.url);
  const { keyboard } = page;
  const { canvas, source, node, field, problems } = desk(page);
  await keyboard.press('n');
  await expect(page.getByText('Empty graph. Press 1 to 9 to add a task.')).toBeVisible();

  // Each new task stands behind the one that has focus, and takes the focus.
  await tabTo(page, canvas);
  await keyboard.press('2');
  await expectActive(page, /^noop1, noop, 1 of 1$/);
  await keyboard.press('1');
  await expectActive(page, /^js1, js, 2 of 2, needs noop1$/);
  await keyboard.press('2');
  await expectActive(page, /^noop2, noop, 3 of 3, needs js1$/);

  // Enter leads to the form.
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  await expectActive(page, /^noop1, /);
  await keyboard.press('Enter');
  await expect(field('Id')).toBeFocused();
  await tabTo(page, field('Output'));
  await keyboard.type('[4, 5]');
  await expect(node('noop1')).toBeVisible();

  // The list of the tasks says what can be connected and why others cannot.
  await tabBackTo(page);
  await keyboard.press('c');
  const list = page.getByRole('dialog', { name: 'Connect from noop1' });
  await expect(list.getByRole('option', { name: /js1/ })).toContainText('already connected');
  await keyboard.type('noop2');
  await keyboard.press('Enter');
  await expectActive(page, /feeds js1 and noop2/);
  await keyboard.press('c');
  await keyboard.press('ArrowDown');
  await keyboard.press('Escape');
  await keyboard.press('Control+z');
  await expectActive(page, /feeds js1$/);
  await keyboard.press('Control+y');
  await expectActive(page, /feeds js1 and noop2/);

  // The outline is the same graph as a tree; deleting gives the focus to the neighbour.
  await keyboard.press('o');
  await expect(page.getByRole('tree', { name: 'Outline' })).toBeFocused();
  await keyboard.press('End');
  await keyboard.press('Delete');
  await expect(page.getByRole('treeitem')).toHaveCount(2);
  await keyboard.press('Escape');
  await expect(canvas).toBeFocused();
  await keyboard.press('Control+z');
  await expect(node('noop2')).toBeVisible();

  // The source is typed with completion, and left with Escape and Tab.
  await tabTo(page, page.getByRole('button', { name: 'Source', exact: true }));
  await keyboard.press('Enter');
  await tabTo(page, source);
  await keyboard.press('Control+End');
  await keyboard.type('descr');
  await keyboard.press('Control+Space');
  await expect(page.getByRole('option', { name: /description/ })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.type('iption: Built by keys');
  await expect(page.getByText('Built by keys', { exact: true }).first()).toBeVisible();
  await expect(problems).toContainText('No problems');
  await expectSaved(page);
  // The first Escape closes a list of completions that is still there; the next one is for Tab.
  await keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await keyboard.press('Escape');
  await keyboard.press('Tab');
  await expect(source).not.toBeFocused();

  await keyboard.press('Control+s');
  await expect(page.getByText('Version 2 is saved.')).toBeVisible();
  await keyboard.press('Control+Enter');
  await expectStatus(page, 'Completed');
  expect(complaints).toEqual([]);
});

async function tabBackTo(page: Page): Promise<void> {
  const { canvas } = desk(page);
  for (let steps = 0; steps < 60; steps += 1) {
    if (await canvas.evaluate((element) => document.activeElement === element)) return;
    await page.keyboard.press('Shift+Tab');
  }
}
