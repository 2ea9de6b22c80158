import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import { draftUnitsMax } from '#ports/draft-store.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aParam, aWorkflow, flights, Story } from '#ui/testing/samples.ts';
import { TypedRuns } from './typed-runs.ts';

let leave: () => void = () => undefined;
beforeEach(async () => {
  await page.viewport(1280, 900);
});
afterEach(() => {
  leave();
  leave = () => undefined;
});

const id = toWorkflowId('w');
const delays = aWorkflow({
  id: 'w',
  name: 'Delays',
  params: {
    least: { type: 'integer', default: 15 },
    password: { type: 'string', default: '' },
  },
  tasks: { one: { type: 'noop' } },
});
/** Its run asks first, because one param has no value. */
const asking = aWorkflow({
  id: 'w',
  name: 'Delays',
  params: { least: { type: 'integer', default: 15 }, city: { type: 'string', required: true } },
  tasks: { one: { type: 'noop' } },
});
const field = (name: string) => page.getByRole('textbox', { name, exact: true }).first();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const textsOf = (client: MemoryClient, of = id) =>
  (client.typed.get(of) ?? []).map(({ name, text }) => [name, text]);

function open(client: MemoryClient, hash = '#/workflows/w'): void {
  leave = mountPage(client, hash);
}

/** What a kill leaves: storage as it was at that moment. */
function kill(client: MemoryClient): MemoryClient {
  leave();
  leave = () => undefined;
  const next = new MemoryClient();
  for (const workflow of client.workflows.values()) next.add(workflow);
  for (const execution of client.executions.values()) next.addRun(execution);
  for (const [of, draft] of client.drafts) next.drafts.set(of, draft);
  for (const [of, texts] of client.typed) next.typed.set(of, texts);
  return next;
}

const ran = () => {
  const story = new Story('r', delays, 1_000, { least: 30 });
  return story.started('one').after(40).succeeded('one').ended('completed').execution;
};
/** A text that is shown, not edited. */
function aLargeOne(): MemoryClient {
  const client = new MemoryClient().add(delays);
  const [text, versionHash] = ['#'.repeat(draftUnitsMax + 1), toVersionHash('sha256:w')];
  const rest = {
    format: 'yaml',
    revision: null,
    position: 0,
    steps: [],
    versionNumber: 1,
  } as const;
  client.drafts.set(id, { ...rest, text, versionHash });
  return client;
}

interface Place {
  readonly name: string;
  readonly client: () => MemoryClient;
  readonly hash: string;
  /** Opens what the field stands in. */
  readonly reach: () => Promise<void>;
  readonly begin: () => Promise<void>;
  readonly before: string;
}
const inDialog = () => page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true });
const places: readonly Place[] = [
  {
    name: 'the editor, beside Run',
    client: () => new MemoryClient().add(delays),
    hash: '#/workflows/w',
    reach: async () => expect.element(field('least')).toBeVisible(),
    begin: () => button('Run').click(),
    before: '15',
  },
  {
    name: 'the run dialog of the library',
    client: () => new MemoryClient().add(asking).add(flights),
    hash: '#/',
    reach: () => button('Run Delays').click(),
    begin: async () => {
      await field('city').fill('Dallas');
      await inDialog().click();
    },
    before: '15',
  },
  {
    name: 'the page of a large workflow',
    client: aLargeOne,
    hash: '#/workflows/w',
    reach: async () => expect.element(field('least')).toBeVisible(),
    begin: () => button('Run').click(),
    before: '15',
  },
  {
    name: '"Run again with other params"',
    client: () => new MemoryClient().add(delays).addRun(ran()),
    hash: '#/runs/r',
    reach: () => button('Run again with other params').click(),
    begin: () => inDialog().click(),
    before: '30',
  },
];

describe.each(places)('what is typed into a param in $name', ({ client: make, ...place }) => {
  const { hash, reach, begin, before } = place;
  const start = async () => {
    const client = make();
    open(client, hash);
    await reach();
    await expect.element(field('least')).toHaveValue(before);
    return client;
  };

  test('is kept as it is typed, and there again after a reload', async () => {
    const client = await start();

    await field('least').fill('4');
    await expect.poll(() => textsOf(client)).toEqual([['least', '4']]);
    await field('least').fill('42');
    await expect.poll(() => textsOf(client)).toEqual([['least', '42']]);
    open(kill(client), hash);
    await reach();

    await expect.element(field('least')).toHaveValue('42');
  });

  test('is kept no longer than until a run holds it', async () => {
    const client = await start();
    await field('least').fill('42');
    await expect.poll(() => textsOf(client)).toEqual([['least', '42']]);

    await begin();

    await expect.poll(() => client.orders).toMatchObject([{ params: { least: 42 } }]);
    await expect.poll(() => textsOf(client)).toEqual([]);
  });

  test('is forgotten when what stood there before stands there again', async () => {
    const client = await start();
    await field('least').fill('42');
    await expect.poll(() => textsOf(client)).toEqual([['least', '42']]);

    await field('least').fill(before);

    await expect.poll(() => textsOf(client)).toEqual([]);
  });
});

describe('what is typed into a param', () => {
  test('in the stand of the example is there again after a reload, and gone with its run', async () => {
    const client = new MemoryClient().add(flights);
    open(client, '#/');

    await field('minimumDelay').fill('42');
    await expect.poll(() => textsOf(client, flights.id)).toEqual([['minimumDelay', '42']]);
    const next = kill(client);
    open(next, '#/');

    await expect.element(field('minimumDelay')).toHaveValue('42');
    await button('Run the example').click();
    await expect.poll(() => next.orders).toMatchObject([{ params: { minimumDelay: 42 } }]);
    await expect.poll(() => textsOf(next, flights.id)).toEqual([]);
  });

  test('is the same in every place that asks for it', async () => {
    const client = new MemoryClient().add(delays).add(flights).addRun(ran());
    open(client, '#/workflows/w');
    await field('least').fill('42');

    location.hash = '#/runs/r';
    await button('Run again with other params').click();
    await expect.element(field('least')).toHaveValue('42');
    await field('least').fill('43');
    await button('Close').click();
    location.hash = '#/workflows/w';

    await expect.element(field('least')).toHaveValue('43');
  });

  test('is not what a press on Run in the list runs with, where no field shows it', async () => {
    const client = new MemoryClient().add(delays).add(flights);
    client.typed.set(id, [{ name: 'least', type: 'integer', text: '42' }]);
    open(client, '#/');

    await button('Run Delays').click();

    await expect.poll(() => client.orders).toMatchObject([{ workflowId: 'w', params: {} }]);
    expect(textsOf(client)).toEqual([['least', '42']]);
  });

  test('is not what "Run again" runs with, which asks nothing', async () => {
    const client = new MemoryClient().add(delays).addRun(ran());
    client.typed.set(id, [{ name: 'least', type: 'integer', text: '42' }]);
    open(client, '#/runs/r');

    await button('Run again').click();

    await expect.poll(() => client.orders).toMatchObject([{ params: { least: 30 } }]);
    expect(textsOf(client)).toEqual([['least', '42']]);
  });

  test('is never kept when it is a secret', async () => {
    const client = new MemoryClient().add(delays);
    open(client);

    await field('password').fill('hunter2');
    await field('least').fill('42');

    await expect.poll(() => textsOf(client)).toEqual([['least', '42']]);
    await expect.element(field('password')).toHaveValue('hunter2');
  });

  test('is said to be saved by the page that edits when it is', async () => {
    const client = new MemoryClient().add(delays);
    const disk = Promise.withResolvers<undefined>();
    const keep = client.keepTyped.bind(client);
    client.keepTyped = async (...args) => {
      await disk.promise;
      return keep(...args);
    };
    open(client);

    await field('least').fill('42');
    await expect.element(page.getByText('Saving', { exact: true })).toBeVisible();
    disk.resolve(undefined);

    await expect.element(page.getByText('Saved on this device')).toBeVisible();
    expect(textsOf(client)).toEqual([['least', '42']]);
  });

  test('in one tab is seen in the other, and takes nothing of what is typed there', async () => {
    const client = new MemoryClient();
    const listeners = new Set<(of: typeof id) => void>();
    const tabs = {
      announce: (of: typeof id) => {
        for (const listener of listeners) listener(of);
      },
      follow: (listener: (of: typeof id) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const [here, there] = [new TypedRuns({ client, tabs }), new TypedRuns({ client, tabs })];
    there.follow();
    const param = aParam({});
    there.of(id).put('b', param, '2');

    here.of(id).put('a', param, '1');
    await here.of(id).flush();

    await expect.poll(() => there.of(id).get('a', param)).toBe('1');
    expect(there.of(id).get('b', param)).toBe('2');
    await there.of(id).flush();
    expect(textsOf(client)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('of another type is not shown', async () => {
    const client = new MemoryClient().add(delays);
    client.typed.set(id, [{ name: 'least', type: 'string', text: 'many' }]);
    open(client);

    await expect.element(field('least')).toHaveValue('15');
  });
});
