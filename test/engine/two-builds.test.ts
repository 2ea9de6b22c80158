import { beforeEach, describe, expect, test } from 'vitest';
import { toExecutionId, toOrderId, toWorkflowId } from '#core/shared/ids.ts';
import { BrowserOfTabs } from './browser-of-tabs.ts';

type OpenTab = Awaited<ReturnType<BrowserOfTabs['open']>>;

let browser = new BrowserOfTabs();
beforeEach(() => {
  browser = new BrowserOfTabs();
});

const drives = { isOwner: true, reason: null, mayOrder: true };
const waits = { isOwner: false, reason: 'otherTab', mayOrder: true };
const looksOn = { isOwner: false, reason: 'newerBuild', mayOrder: false };

/** `first` is under way, and `then` comes behind it. */
async function begin(tab: OpenTab, effect: string): Promise<void> {
  const tasks = {
    first: { type: 'held', effect },
    then: { type: 'noop', dependencies: ['first'] },
  };
  const text = JSON.stringify({ millrace: 1, id: 'w', name: 'W', tasks });
  await tab.api.importWorkflow({ text, fileName: 'w.json', over: 'newVersion' });
  await order(tab, 'run-1');
}

async function order(tab: OpenTab, name: string): Promise<void> {
  const workflowId = toWorkflowId('w');
  const started = tab.api.startExecution({ order: toOrderId(name), workflowId, params: {} });
  await browser.clock.pass(100);
  await started;
}

/** As a task of a run stands on the disk. */
async function taskOf(tab: OpenTab, id = 'first', run = 'run-1') {
  const exported = tab.api.exportExecution(toExecutionId(run));
  await browser.clock.pass(100);
  const { tasks } = JSON.parse((await exported) ?? '{}') as {
    readonly tasks: Readonly<Record<string, { readonly state: string; readonly cause: unknown }>>;
  };
  return tasks[id];
}

const views = (...tabs: readonly OpenTab[]) => Promise.all(tabs.map(({ api }) => api.owner()));

describe('an owner of an older build, when a newer one is opened', () => {
  test.each(['pure', 'repeatable'])(
    'hands over at once while a %s task is under way, which is run again',
    async (effect) => {
      const older = await browser.open({ code: 1 });
      await begin(older, effect);

      const newer = await browser.open({ code: 2 });
      await browser.clock.pass(100);

      expect(await views(older, newer)).toEqual([looksOn, drives]);
      expect(await taskOf(newer)).toMatchObject({ attempts: [{ number: 1 }, { recovered: true }] });
    },
  );

  test('lets a once task come to its end first, and begins nothing after it', async () => {
    const older = await browser.open({ code: 1 });
    await begin(older, 'once');

    const newer = await browser.open({ code: 2 });
    await browser.clock.pass(6_000);
    const before = await views(older, newer);
    browser.endHeld();
    await browser.clock.pass(100);

    expect(before).toEqual([drives, waits]);
    expect(await views(older, newer)).toEqual([looksOn, drives]);
    expect(await taskOf(newer)).toMatchObject({
      state: 'succeeded',
      attempts: [{ number: 1, recovered: false }],
    });
    expect(await taskOf(newer, 'then')).toMatchObject({ state: 'succeeded' });
  });

  test.each(['older', 'newer'])(
    'keeps an order that is given meanwhile in the %s tab for the newer one',
    async (which) => {
      const older = await browser.open({ code: 1 });
      await begin(older, 'once');
      const newer = await browser.open({ code: 2 });
      await browser.clock.pass(1_000);

      await order(which === 'older' ? older : newer, 'run-2');
      const before = await taskOf(newer, 'first', 'run-2');
      browser.endHeld();
      await browser.clock.pass(1_000);
      browser.endHeld();
      await browser.clock.pass(1_000);

      expect(before?.state).toBe('pending');
      expect(await taskOf(newer, 'then', 'run-2')).toMatchObject({ state: 'succeeded' });
    },
  );

  test('goes after ten seconds in any case: then nobody knows what the task did', async () => {
    const older = await browser.open({ code: 1 });
    await begin(older, 'once');

    const newer = await browser.open({ code: 2 });
    await browser.clock.pass(9_000);
    const before = await views(older, newer);
    await browser.clock.pass(1_500);

    expect(before).toEqual([drives, waits]);
    expect(await views(older, newer)).toEqual([looksOn, drives]);
    expect(await taskOf(newer)).toMatchObject({ cause: { code: 'outcomeUnknown' } });
  });

  test('is robbed after sixteen seconds, when it does not know of wishes', async () => {
    const older = await browser.open({ code: 1, isDeaf: true });
    await begin(older, 'pure');

    const newer = await browser.open({ code: 2 });
    await browser.clock.pass(15_000);
    const before = await views(older, newer);
    await browser.clock.pass(1_500);

    expect(before).toEqual([drives, waits]);
    expect(await views(older, newer)).toEqual([looksOn, drives]);
  });

  test('goes on driving when the newer one is closed before the task has ended', async () => {
    const older = await browser.open({ code: 1 });
    await begin(older, 'once');
    const newer = await browser.open({ code: 2 });
    await browser.clock.pass(3_000);

    newer.close();
    browser.endHeld();
    await browser.clock.pass(100);
    const resting = await taskOf(older, 'then');
    await browser.clock.pass(6_000);

    expect(resting).toMatchObject({ state: 'pending' });
    expect(await views(older)).toEqual([drives]);
    expect(await taskOf(older, 'then')).toMatchObject({ state: 'succeeded' });
  });

  test('hands over to it, not to a tab of its own build that waits for longer', async () => {
    const older = await browser.open({ code: 1 });
    const waiting = await browser.open({ code: 1 });
    await begin(older, 'once');

    const newer = await browser.open({ code: 2 });
    browser.endHeld();
    await browser.clock.pass(100);

    expect(await views(older, waiting, newer)).toEqual([looksOn, looksOn, drives]);
  });

  test('that is robbed meanwhile ends as any other, and comes back to nothing', async () => {
    const older = await browser.open({ code: 1 });
    await begin(older, 'once');
    const newer = await browser.open({ code: 2 });
    await browser.clock.pass(3_000);

    browser.rob();
    await browser.clock.pass(100);
    browser.endHeld();
    await browser.clock.pass(20_000);

    expect(await views(older, newer)).toEqual([looksOn, drives]);
    expect(await taskOf(newer)).toMatchObject({ cause: { code: 'outcomeUnknown' } });
    expect(browser.clock.timers).toBe(0);
  });

  test('has no timer while nothing is handed over', async () => {
    await browser.open({ code: 1 });
    await browser.clock.pass(1_000);

    expect(browser.clock.timers).toBe(0);
  });
});

describe('a page that is to be loaded anew', () => {
  test('waits for a once task of its own engine, behind which nothing begins', async () => {
    const tab = await browser.open({ code: 1 });
    await begin(tab, 'once');
    const told: string[] = [];

    const ready = tab.comeToRest().then(() => told.push('may go'));
    await browser.clock.pass(6_000);
    expect(told).toEqual([]);
    browser.endHeld();
    await browser.clock.pass(100);
    await ready;

    expect(await taskOf(tab)).toMatchObject({ state: 'succeeded' });
    expect(await taskOf(tab, 'then')).toMatchObject({ state: 'pending' });
  });

  test('goes on by itself when the page stays after all', async () => {
    const tab = await browser.open({ code: 1 });
    await begin(tab, 'once');
    const ready = tab.comeToRest();
    browser.endHeld();
    await browser.clock.pass(100);
    await ready;

    await browser.clock.pass(6_000);

    expect(await taskOf(tab, 'then')).toMatchObject({ state: 'succeeded' });
    expect(await views(tab)).toEqual([drives]);
  });

  test('may go at once where another tab drives', async () => {
    const tab = await browser.open({ code: 1 });
    await begin(tab, 'once');
    const second = await browser.open({ code: 1 });

    await second.comeToRest();

    expect(await views(tab, second)).toEqual([drives, waits]);
  });
});
