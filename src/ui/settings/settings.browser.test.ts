import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { flights } from '#ui/testing/samples.ts';

let client = new MemoryClient();
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  localStorage.clear();
  client = new MemoryClient().add(flights);
});
afterEach(() => {
  leave();
  localStorage.clear();
  delete document.documentElement.dataset['theme'];
  document.documentElement.lang = 'en';
});

const open = () => {
  leave = mountPage(client, '#/settings');
};
async function restore(name: string): Promise<void> {
  await expect.element(page.getByRole('button', { name: 'Restore' })).toBeVisible();
  const input = document.querySelector('input[type=file]');
  if (input === null) throw new Error('There is no file chooser.');
  await userEvent.upload(input, new File(['everything'], name));
}

describe('the settings', () => {
  test('are reached from the navigation and answer with their regions', async () => {
    leave = mountPage(client, '#/');
    await page.getByRole('link', { name: 'Settings' }).click();

    await expect.element(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    const storage = page.getByRole('region', { name: 'Storage' });
    await expect.element(storage).toMatchTextContent('1.9 GB of 12 GB');
    await expect.element(storage).toMatchTextContent('has promised not to clear it');
    await expect.element(storage).toMatchTextContent('There is none yet.');
    await expect
      .element(page.getByRole('region', { name: 'About' }))
      .toMatchTextContent('Apache-2.0');
    await expect
      .element(page.getByRole('region', { name: 'For your IT department' }))
      .toMatchTextContent('Nothing.');
    expect(document.documentElement.dataset['ready']).toBe('true');
    expect(page.getByRole('status').all()).toHaveLength(0);
  });

  test.each([
    [{ kind: 'none' }, 'no private file system'],
    [{ kind: 'full' }, 'It is full'],
    [{ kind: 'unreadable', reason: 'slot 2' }, 'cannot be read (slot 2)'],
  ] as const)('say what the safe copy is (%#)', async (safeCopy, words) => {
    client.storageView = { ...client.storageView, safeCopy };
    open();

    await expect.element(page.getByRole('region', { name: 'Storage' })).toMatchTextContent(words);
  });

  test('ask the browser to keep what is stored, and say its answer', async () => {
    client.storageView = { ...client.storageView, isPersistent: false };
    open();

    await page.getByRole('button', { name: 'Ask the browser to keep it' }).click();

    await expect.element(page.getByText(/^It said (yes|no)/)).toBeVisible();
  });

  test('back everything up into one file', async () => {
    open();

    await page.getByRole('button', { name: 'Back up everything' }).click();

    await expect
      .element(page.getByText("everything.millrace, 10 B, was given to the browser's downloads."))
      .toBeVisible();
  });

  test('say why there is no backup', async () => {
    client.onBackUp = () => Promise.reject(new Error('the disk is gone.'));
    open();

    await page.getByRole('button', { name: 'Back up everything' }).click();

    await expect.element(page.getByRole('alert')).toMatchTextContent('the disk is gone.');
  });

  test('restore what is not here, and say how much that was', async () => {
    open();

    await restore('everything.millrace');

    await expect
      .element(page.getByText('Restored: 2 workflows, 3 versions, 14 runs, 1 was here already.'))
      .toBeVisible();
    expect(client.restored).toHaveLength(1);
  });

  test('refuse a file that is no backup', async () => {
    client.onRestore = () => ({ kind: 'notABackup', reason: 'cutShort' });
    open();

    await restore('photo.jpg');

    await expect.element(page.getByRole('alert')).toMatchTextContent('it is cut short');
    await expect.element(page.getByRole('alert')).toMatchTextContent('Nothing was changed.');
  });

  test('change the theme and remember it', async () => {
    open();

    await page.getByRole('radio', { name: 'Dark' }).click();

    expect(document.documentElement.dataset['theme']).toBe('dark');
    leave();
    delete document.documentElement.dataset['theme'];
    open();
    await expect.element(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  test('change the language at once, everywhere, and remember it', async () => {
    open();

    await page.getByRole('radio', { name: '简体中文' }).click();

    await expect.element(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
    await expect.element(page.getByRole('link', { name: '工作流', exact: true })).toBeVisible();
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(document.title).toBe('设置 · Millrace');
    await expect.element(page.getByRole('radio', { name: '简体中文' })).toHaveFocus();
    leave();
    leave = mountPage(client, '#/runs');
    await expect.element(page.getByRole('heading', { name: '执行' })).toBeVisible();
  });
});
