import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { flights } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  localStorage.clear();
});
afterEach(() => {
  leave();
  leave = () => undefined;
  localStorage.clear();
});

function open(hash: string): void {
  leave();
  leave = mountPage(new MemoryClient().add(flights), hash);
}
async function switchOff(): Promise<void> {
  open('#/settings');
  await page.getByRole('group', { name: 'Single-letter keys' }).getByLabelText('Off').click();
}
const canvas = () => page.getByRole('application');
async function openCanvas(): Promise<void> {
  open(`#/workflows/${flights.id}`);
  await expect.element(canvas()).toBeVisible();
  document.querySelector<HTMLElement>('.svelte-flow')?.focus();
}
const nodeCount = () => document.querySelectorAll('.svelte-flow [data-task-id]').length;

describe('single-letter keys', () => {
  test('act on the list of workflows until they are switched off, and that is remembered', async () => {
    open('#/');
    await expect.element(page.getByRole('button', { name: 'New workflow' })).toBeVisible();
    await userEvent.keyboard('n');
    await expect.poll(() => location.hash).toMatch(/^#\/workflows\//);

    await switchOff();
    open('#/');
    await expect.element(page.getByRole('button', { name: 'New workflow' })).toBeVisible();
    await userEvent.keyboard('n');

    await expect
      .element(page.getByRole('button', { name: 'New workflow' }))
      .toHaveAttribute('title', 'New workflow');
    expect(location.hash).toBe('#/');
  });

  test('of the canvas do nothing once they are off, while the others go on', async () => {
    await switchOff();
    await openCanvas();
    await expect.poll(nodeCount).toBe(8);

    await userEvent.keyboard('{Home}1dzco+-[[]');
    await userEvent.keyboard('{Shift>}1{/Shift}');

    expect(page.getByRole('dialog').all()).toHaveLength(0);
    await expect
      .element(page.getByRole('button', { name: 'Outline' }))
      .toHaveAttribute('aria-expanded', 'false');
    expect(nodeCount()).toBe(8);
    await userEvent.keyboard('{Delete}');
    await expect.poll(nodeCount).toBe(7);
  });

  test('are not named anywhere once they are off', async () => {
    await switchOff();
    await openCanvas();

    await expect
      .element(page.getByRole('button', { name: 'Outline' }))
      .toHaveAttribute('title', 'Outline');
    await expect.element(page.getByRole('button', { name: 'Fit' })).toHaveAttribute('title', 'Fit');
    await expect.element(page.getByRole('button', { name: 'Add js', exact: true })).toBeVisible();
    expect(document.querySelector('[data-key]')).toBeNull();
  });

  test('are off in the outline and in its list too', async () => {
    await switchOff();
    await openCanvas();
    await page.getByRole('button', { name: 'Outline', exact: true }).click();
    const tree = page.getByRole('tree', { name: 'Outline' });
    await expect.element(tree).toHaveFocus();

    await userEvent.keyboard('{ArrowDown}co');
    expect(page.getByRole('dialog').all()).toHaveLength(0);
    await expect.element(tree).toHaveFocus();

    await page.getByRole('button', { name: 'Connect' }).click();
    await expect.element(page.getByText('Enter connects, Esc closes.')).toBeVisible();
  });

  test('can be switched on again', async () => {
    await switchOff();
    await page.getByRole('group', { name: 'Single-letter keys' }).getByLabelText('On').click();
    await openCanvas();

    await userEvent.keyboard('o');

    await expect.element(page.getByRole('tree', { name: 'Outline' })).toHaveFocus();
  });
});
