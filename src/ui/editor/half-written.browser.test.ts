import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { toWorkflowId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;
beforeEach(async () => {
  // Source and form side by side.
  await page.viewport(1700, 1000);
});
afterEach(() => {
  leave();
});

const nodeOf = (id: string) => document.querySelector<HTMLElement>(`.node[data-task-id="${id}"]`);
const field = (name: string) => page.getByRole('textbox', { name, exact: true }).first();
const draft = (client: MemoryClient) => client.drafts.get(toWorkflowId('w'));
const stored = (client: MemoryClient) => draft(client)?.text ?? '';
const halfOf = (client: MemoryClient) =>
  Object.values(draft(client)?.half ?? {}).map(({ text }) => text);

function aClient(): MemoryClient {
  const tasks = { one: { type: 'noop' }, two: { type: 'noop' } };
  return new MemoryClient().add(aWorkflow({ id: 'w', name: 'Walked', tasks }));
}

/** What a kill leaves: storage as it was at that moment. */
function kill(client: MemoryClient): MemoryClient {
  const kept = draft(client);
  leave();
  const next = aClient();
  if (kept !== undefined) next.drafts.set(toWorkflowId('w'), kept);
  return next;
}

function open(client: MemoryClient): void {
  leave = mountPage(client, '#/workflows/w');
}

async function openTask(client: MemoryClient): Promise<void> {
  open(client);
  await expect.poll(() => nodeOf('one'), { timeout: 10_000 }).not.toBeNull();
  nodeOf('one')?.click();
  await expect.element(field('Id')).toHaveValue('one');
}

describe('what is half written in a form', () => {
  test('is back after a reload, with what is wrong with it', async () => {
    const client = aClient();
    await openTask(client);

    await field('Output').fill('{"rows": [1');
    await expect.poll(() => halfOf(client)).toEqual(['{"rows": [1']);
    await openTask(kill(client));

    await expect.element(field('Output')).toHaveValue('{"rows": [1');
    await expect.element(page.getByText('This is not JSON.')).toBeVisible();
    expect(stored(client)).not.toContain('rows');
  });

  test('of an id is back too, and is no rename until Enter', async () => {
    const client = aClient();
    await openTask(client);
    await field('Id').fill('fetch');
    await expect.poll(() => halfOf(client)).toEqual(['fetch']);

    const again = kill(client);
    open(again);
    await page.getByRole('button', { name: '1 field is not in the source yet' }).click();

    await expect.element(field('Id')).toHaveValue('fetch');
    expect(stored(again)).toContain('one:');
    await field('Id').click();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => stored(again)).toContain('fetch:');
    await expect.poll(() => halfOf(again)).toEqual([]);
  });

  test('is let go of when it can be read and stands in the source', async () => {
    const client = aClient();
    await openTask(client);
    await field('Output').fill('[1');
    await expect.poll(() => halfOf(client)).toEqual(['[1']);

    await field('Output').fill('[1]');

    await expect.poll(() => halfOf(client)).toEqual([]);
    expect(stored(client)).toMatch(/output:\s*(\[ ?1 ?\]|\n\s+- 1)/);
    await expect.element(field('Output')).toHaveValue('[1]');
  });

  test('goes at Escape, and the field says again what the source says', async () => {
    const client = aClient();
    await openTask(client);
    await field('Output').fill('7');
    await expect.poll(() => stored(client)).toContain('output: 7');
    await field('Output').fill('7,');
    await expect.poll(() => halfOf(client)).toEqual(['7,']);

    await field('Output').click();
    await userEvent.keyboard('{Escape}');

    await expect.element(field('Output')).toHaveValue('7');
    await expect.poll(() => halfOf(client)).toEqual([]);
  });

  test('goes when undo changes what it stood over', async () => {
    const client = aClient();
    await openTask(client);
    await field('Output').fill('7');
    await expect.poll(() => stored(client)).toContain('output: 7');
    await field('Output').fill('7,');
    await expect.poll(() => halfOf(client)).toEqual(['7,']);

    await page.getByRole('button', { name: 'Undo' }).click();

    await expect.element(field('Output')).toHaveValue('');
    await expect.poll(() => halfOf(client)).toEqual([]);
  });

  test('goes with its task', async () => {
    const client = aClient();
    await openTask(client);
    await field('Output').fill('[1');
    await expect.poll(() => halfOf(client)).toEqual(['[1']);

    await page.getByRole('button', { name: 'Delete', exact: true }).last().click();

    await expect.poll(() => halfOf(client)).toEqual([]);
  });

  test('is not asked for again when the task gets another id', async () => {
    const client = aClient();
    await openTask(client);
    await field('Output').fill('[1');
    await field('Id').fill('first');
    await userEvent.keyboard('{Enter}');

    await expect.poll(() => stored(client)).toContain('first:');
    await expect.element(field('Id')).toHaveValue('first');
    await expect.element(field('Output')).toHaveValue('[1');
  });

  test('of a name that nothing has yet is back too', async () => {
    const client = aClient();
    open(client);
    await field('Name of the param').fill('air');
    await expect.poll(() => halfOf(client)).toEqual(['air']);

    open(kill(client));

    await expect.element(field('Name of the param')).toHaveValue('air');
  });
});

describe('a form of a source that cannot be read', () => {
  test('says why and takes nothing, and takes it again when the source is mended', async () => {
    const client = aClient();
    const about = { versionHash: 'sha256:v', versionNumber: 1, position: 0, steps: [] } as const;
    const text = 'millrace: 1\nid: w\ntasks:\n  one: { type: noop }\n';
    const view = { ...about, text, format: 'yaml', revision: 1 } as const;
    client.drafts.set(toWorkflowId('w'), view as never);
    await openTask(client);
    const source = page.getByRole('textbox', { name: 'Source' });
    await source.click();
    await userEvent.keyboard('{Control>}{End}{/Control}{ArrowUp}{End}]');

    await expect.element(page.getByText(/^Closed while the source cannot be read/)).toBeVisible();
    nodeOf('one')?.click();
    await expect.element(field('Output')).toHaveAttribute('readonly');
    await expect.element(field('Output')).toHaveAccessibleDescription(/Closed while/);
    await expect.element(field('Id')).toHaveValue('one');

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.element(field('Output')).not.toHaveAttribute('readonly');
  });
});
