import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { toExecutionId } from '#core/shared/ids.ts';
import type { Notice } from '#ports/engine-api.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { flights, Story } from '#ui/testing/samples.ts';

let client = new MemoryClient();
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  client = new MemoryClient().add(flights);
});
afterEach(() => {
  leave();
});

const open = (hash = '#/') => {
  leave = mountPage(client, hash);
};
const quiet = 'Another tab drives. This one shows the same and may order.';

describe('a tab that does not drive', () => {
  beforeEach(() => {
    client.ownerView = { isOwner: false, reason: 'otherTab', mayOrder: true };
  });

  test('says so quietly, and may run and import', async () => {
    open();

    await expect.element(page.getByText(quiet)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Import' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Run the example' })).toBeVisible();
    expect(document.documentElement.dataset['owner']).toBe('false');
  });

  test('shows a run it ordered as queued, until the other tab has taken it', async () => {
    open();
    await page.getByRole('button', { name: 'Run the example' }).click();
    await expect.element(page.getByRole('heading', { name: 'This run is queued' })).toBeVisible();

    client.addRun(new Story('new-run', flights, Date.now()).started('flights').execution);
    client.changeLists();

    await expect.element(page.getByRole('status')).toMatchTextContent(/^Running/);
  });

  test('shows that its word to stop is queued', async () => {
    client.addRun(new Story('r-1', flights, Date.now()).started('flights').execution);
    open('#/runs/r-1');

    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.element(page.getByText('Stop is queued')).toBeVisible();
    client.happen(toExecutionId('r-1'), [{ type: 'cancelRequested', order: null }]);

    await expect.element(page.getByRole('status')).toMatchTextContent(/stopping/);
    expect(page.getByText('Stop is queued').query()).toBeNull();
  });
});

describe('a tab that can do nothing', () => {
  test.each([
    ['newerBuild', 'A newer Millrace is at work in this browser.', true],
    ['noLocks', 'This browser cannot keep two tabs apart.', false],
    ['storeGone', 'The store of this browser cannot be opened.', true],
    ['copyUnreadable', 'The safe copy of this browser cannot be read.', true],
  ] as const)('because of %s says what to do', async (reason, name, mayReload) => {
    client.ownerView = { isOwner: false, reason, mayOrder: false };
    open();

    const band = page.getByRole('region', { name });
    await expect.element(band).toBeVisible();
    expect(band.getByRole('button', { name: 'Reload' }).all()).toHaveLength(mayReload ? 1 : 0);
    expect(page.getByRole('button', { name: 'Import' }).query()).toBeNull();
  });
});

describe('a notice about what is stored', () => {
  const aNotice = (kind: Notice['kind'], args: Notice['args'] = {}): Notice => ({
    id: kind,
    kind,
    args,
    at: Date.now(),
  });

  test('says what came back, and stays until it is dismissed', async () => {
    client.noticeList = [aNotice('healed', { workflows: 4, executions: 31 })];
    open();
    const list = page.getByRole('list', { name: 'About what is stored' });
    await expect.element(list).toMatchTextContent('came back: 4 workflows, 31 runs.');

    await list.getByRole('button', { name: 'Close this message' }).click();

    await expect.poll(() => list.query()).toBeNull();
    expect(client.noticeList).toEqual([]);
  });

  test('that it was cleared stands alone: no band says the same in other words', async () => {
    client.ownerView = { isOwner: false, reason: 'storeGone', mayOrder: false };
    client.noticeList = [aNotice('storeGone')];
    open();

    await expect.element(page.getByRole('alert')).toMatchTextContent('was cleared');
    const band = page.getByRole('region', { name: 'The store of this browser cannot be opened.' });
    await expect.poll(() => band.query()).toBeNull();
  });

  test('names what was lost, as an alert', async () => {
    open();
    await expect.element(page.getByRole('list', { name: 'Workflows' })).toBeVisible();

    client.noticeList = [aNotice('damaged', { executions: ['r-7f3a'] })];
    client.changeLists();

    await expect.element(page.getByRole('alert')).toMatchTextContent('set aside: r-7f3a.');
  });

  test('names the workflows that a spoiled safe copy could not bring back', async () => {
    client.noticeList = [
      aNotice('damaged', { executions: ['r-7f3a'], outdated: ['Rates'], undeleted: [], holes: 1 }),
    ];
    open();

    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent('as they were before their last change: Rates.');
    await expect.element(page.getByRole('alert')).toMatchTextContent('no longer be named');
  });

  test.each(['noSafeCopy', 'windowForgets', 'diskFull', 'storeGone'] as const)(
    'of %s has its sentences',
    async (kind) => {
      client.noticeList = [aNotice(kind)];
      open();

      const item = page.getByRole('list', { name: 'About what is stored' }).getByRole('listitem');
      await expect.element(item).toMatchTextContent(/\w\. .*\w\./);
    },
  );
});
