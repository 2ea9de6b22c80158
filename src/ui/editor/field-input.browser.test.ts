import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { toWorkflowId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;
afterEach(() => {
  vi.useRealTimers();
  leave();
});

async function open(): Promise<MemoryClient> {
  const tasks = { one: { type: 'noop' } };
  const client = new MemoryClient().add(aWorkflow({ id: 'w', name: 'Walked', tasks }));
  leave = mountPage(client, '#/workflows/w');
  await page.getByRole('button', { name: 'Task', exact: true }).last().click();
  return client;
}
const stored = (client: MemoryClient) => client.drafts.get(toWorkflowId('w'))?.text ?? '';

describe('a field of a form', () => {
  test('is kept while one types on and on, not only after a rest', async () => {
    const client = await open();
    const field = page.getByRole('textbox', { name: 'Name', exact: true }).first();
    await expect.element(field).toHaveValue('Walked');
    const input = field.element() as HTMLInputElement;
    vi.useFakeTimers();

    for (let letter = 0; letter < 40; letter += 1) {
      input.value += 'x';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await vi.advanceTimersByTimeAsync(60);
    }

    // Five letters are what 300 milliseconds hold.
    expect(stored(client)).toMatch(new RegExp(`name: Walkedx{35,}`));
    expect(input.value).toBe(`Walked${'x'.repeat(40)}`);
  });
});
