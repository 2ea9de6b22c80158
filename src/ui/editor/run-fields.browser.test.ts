import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { toWorkflowId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;
beforeEach(async () => {
  await page.viewport(1280, 900);
});
afterEach(() => {
  leave();
});

const id = toWorkflowId('w');
const aClient = () =>
  new MemoryClient().add(
    aWorkflow({
      id: 'w',
      name: 'Delays',
      params: {
        least: { type: 'integer', default: 15 },
        password: { type: 'string', default: '' },
      },
      tasks: { one: { type: 'noop' } },
    }),
  );
const field = (name: string) => page.getByRole('textbox', { name, exact: true }).first();
const halfOf = (client: MemoryClient) =>
  Object.values(client.drafts.get(id)?.half ?? {}).map(({ text }) => text);
const open = (client: MemoryClient) => {
  leave = mountPage(client, '#/workflows/w');
};

/** What a kill leaves: storage as it was at that moment. */
function kill(client: MemoryClient): MemoryClient {
  const kept = client.drafts.get(id);
  leave();
  const next = aClient();
  if (kept !== undefined) next.drafts.set(id, kept);
  return next;
}

describe('what is typed into a field beside Run', () => {
  test('is kept as it is typed, and there again after a reload', async () => {
    const client = aClient();
    open(client);
    await expect.element(field('least')).toHaveValue('15');

    await field('least').fill('4');
    await expect.poll(() => halfOf(client)).toEqual(['4']);
    await field('least').fill('42');
    await expect.poll(() => halfOf(client)).toEqual(['42']);
    open(kill(client));

    await expect.element(field('least')).toHaveValue('42');
    // It is no unfinished text: nothing has to be settled before the version is whole.
    await expect.element(page.getByText('Saved on this device')).toBeVisible();
    expect(page.getByRole('button', { name: /not in the source/ }).query()).toBeNull();
  });

  test('is kept no longer than until a run holds it', async () => {
    const client = aClient();
    open(client);
    await field('least').fill('42');
    await expect.poll(() => halfOf(client)).toEqual(['42']);

    await page.getByRole('button', { name: 'Run', exact: true }).click();

    await expect.poll(() => client.orders).toMatchObject([{ params: { least: 42 } }]);
    await expect.poll(() => halfOf(client)).toEqual([]);
    open(kill(client));
    await expect.element(field('least')).toHaveValue('15');
  });

  test('is forgotten when the default stands there again', async () => {
    const client = aClient();
    open(client);
    await field('least').fill('42');
    await expect.poll(() => halfOf(client)).toEqual(['42']);

    await field('least').fill('15');

    await expect.poll(() => halfOf(client)).toEqual([]);
  });

  test('is never kept when it is a secret', async () => {
    const client = aClient();
    open(client);

    await field('password').fill('hunter2');
    await field('least').fill('42');

    await expect.poll(() => halfOf(client)).toEqual(['42']);
    expect(JSON.stringify(client.drafts.get(id))).not.toContain('hunter2');
  });
});
