import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { toTaskId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow, Story } from '#ui/testing/samples.ts';

let client = new MemoryClient();
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  client = new MemoryClient();
});
afterEach(() => {
  leave();
});

const single = aWorkflow({ id: 'single', name: 'Single', tasks: { only: {} } });
const rows = Array.from({ length: 12 }, (_, index) => ({
  id: `r${String(index)}`,
  late: index * 7,
}));
const open = () => {
  const story = new Story('r-1', single, Date.now() - 5_000).started('only').after(900);
  const line = (level: 'info' | 'error', message: string) =>
    ({ time: story.at, level, taskId: toTaskId('only'), attempt: 1, message }) as const;
  client.addRun(story.succeeded('only', rows).ended('completed').execution, [
    line('info', 'read 12 rows'),
    line('error', 'row 7 has no unit'),
  ]);
  leave = mountPage(client, '#/runs/r-1');
};
const firstCell = () =>
  document.querySelector('section[aria-label="Output"] tbody td')?.textContent.trim();

describe('an output', () => {
  test('is sorted by its heads and filtered by words', async () => {
    open();
    const output = page.getByRole('region', { name: 'Output' });
    await expect.poll(firstCell).toBe('r0');

    await output.getByRole('button', { name: 'late' }).click();
    await output.getByRole('button', { name: /^late/ }).click();
    await expect.poll(firstCell).toBe('r11');
    expect(output.getByRole('columnheader', { name: /^late/ }).element().ariaSort).toBe(
      'descending',
    );
    await output.getByRole('searchbox', { name: 'Filter rows' }).fill('r3');

    await expect.poll(firstCell).toBe('r3');
    await expect.element(output).toMatchTextContent('Showing 1 of 12');
  });

  test('is read as a tree, as text or raw', async () => {
    open();
    const output = page.getByRole('region', { name: 'Output' });
    const views = output.getByRole('group', { name: 'View' });
    await expect
      .element(views.getByRole('button', { name: 'Table' }))
      .toHaveAttribute('aria-pressed', 'true');

    await views.getByRole('button', { name: 'Tree' }).click();
    await expect.element(output.getByText('list of 12')).toBeVisible();
    await views.getByRole('button', { name: 'Raw' }).click();

    await expect.element(output.getByText(/^\[\{"id":"r0","late":0\}/)).toBeVisible();
  });
});

describe('the logs of a run', () => {
  test('are filtered by level and by words', async () => {
    open();
    const log = page.getByRole('log', { name: 'Logs' });
    await expect.element(log).toMatchTextContent('read 12 rows');

    await page.getByRole('combobox', { name: 'Level' }).selectOptions('Only error');
    await expect.poll(() => log.element().textContent).not.toContain('read 12 rows');
    await page.getByRole('searchbox', { name: 'Search the logs' }).fill('nothing like it');

    await expect.element(log).toMatchTextContent('No line here matches.');
  });
});

describe('the timeline of a run', () => {
  test('is a picture with a name, of the tasks that ran', async () => {
    open();

    await expect.element(page.getByRole('img', { name: /^When 1 task waited/ })).toBeVisible();
  });
});
