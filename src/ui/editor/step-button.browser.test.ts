import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;
afterEach(() => {
  leave();
});

describe('Undo with nothing to undo', () => {
  test('says so where it stands, to the focus, and when it is pressed', async () => {
    const client = new MemoryClient().add(aWorkflow({ id: 'w', tasks: { a: { type: 'noop' } } }));
    leave = mountPage(client, '#/workflows/w');
    const undo = page.getByRole('button', { name: 'Undo' });

    await expect.element(undo).toHaveAttribute('aria-disabled', 'true');
    await expect.element(undo).toHaveAccessibleDescription('Nothing to undo yet.');
    (undo.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');

    await expect
      .element(page.getByRole('region', { name: 'Notifications' }))
      .toMatchTextContent('Nothing to undo yet.');
  });
});
