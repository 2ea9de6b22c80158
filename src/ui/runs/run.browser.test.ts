import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { toContentHash, toExecutionId, toTaskId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aFailure, aWorkflow, flights, Story } from '#ui/testing/samples.ts';

let client = new MemoryClient();
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  client = new MemoryClient().add(flights);
});
afterEach(() => {
  leave();
});

const open = (hash: string) => {
  leave = mountPage(client, hash);
};
const id = toExecutionId('r-1');
const pair = aWorkflow({
  id: 'pair',
  name: 'Pair',
  tasks: { first: { with: { code: 'a\nb\nthrow c\n' } }, second: { needs: ['first'] } },
});
const stateOf = (taskId: string) =>
  document.querySelector<HTMLElement>(`tr[data-task-id="${taskId}"]`)?.dataset['state'];
const recordedLogs = { lines: 0, dropped: 0 };

describe('a run', () => {
  test('has exactly one status, the tables and regions by their names', async () => {
    const story = new Story('r-1', flights, Date.now() - 2_000).started('flights');
    client.addRun(story.execution, [
      { time: 0, level: 'warn', taskId: toTaskId('flights'), attempt: 1, message: 'half empty' },
    ]);
    open('#/runs/r-1');

    await expect.element(page.getByRole('status')).toMatchTextContent(/^Running since /);
    expect(page.getByRole('status').all()).toHaveLength(1);
    const status = page.getByRole('status').element();
    expect(status.getAttribute('data-execution-id')).toBe('r-1');
    expect(status.getAttribute('data-status')).toBe('running');
    await expect
      .element(page.getByRole('heading', { name: 'Delayed flights by airport' }))
      .toBeVisible();
    const table = page.getByRole('table', { name: 'Tasks' });
    for (const name of ['Task', 'State', 'Reason', 'Attempts', 'Time']) {
      await expect.element(table.getByRole('columnheader', { name })).toBeVisible();
    }
    await expect.element(page.getByRole('region', { name: 'Output' })).toBeVisible();
    await expect.element(page.getByRole('log', { name: 'Logs' })).toMatchTextContent('half empty');
    expect(document.querySelector('[role=log] [data-level=warn]')).not.toBeNull();
    await expect.element(page.getByRole('button', { name: 'Export' })).toBeVisible();
    expect(stateOf('flights')).toBe('running');
    expect(stateOf('late')).toBe('pending');
  });

  describe('with more lines than are drawn at once', () => {
    const someLines = (from: number, count: number, words = '') =>
      Array.from({ length: count }, (_item, index) => ({
        time: 0,
        level: index % 100 === 0 ? ('warn' as const) : ('info' as const),
        taskId: toTaskId('flights'),
        attempt: 1,
        message: `line ${String(from + index)} ${words}`,
      }));
    const log = page.getByRole('log', { name: 'Logs' });
    const box = () => log.element() as HTMLElement;
    const drawn = () => box().querySelectorAll('[data-level]').length;
    const scrolledTo = async (top: number) => {
      box().scrollTo(0, top);
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    };
    const isSeen = (words: string) => {
      const { top, bottom } = box().getBoundingClientRect();
      const line = [...box().querySelectorAll('.line')].find(
        (one) => one.querySelector('.message')?.textContent.trim() === words,
      );
      const at = line?.getBoundingClientRect();
      return at !== undefined && at.bottom > top && at.top < bottom;
    };

    beforeEach(async () => {
      const story = new Story('r-1', flights, Date.now()).started('flights');
      client.addRun(story.execution, someLines(0, 20));
      open('#/runs/r-1');
      await expect.element(log).toMatchTextContent('line 19');
    });

    test('draws those in sight, and follows the newest', async () => {
      const most: number[] = [];
      const watching = new MutationObserver(() => most.push(drawn()));
      watching.observe(box(), { childList: true });
      client.say(id, someLines(20, 2_000, 'x'.repeat(500)));
      client.say(id, someLines(2_020, 1));
      await expect.poll(() => isSeen('line 2020')).toBe(true);
      watching.disconnect();

      expect(Math.max(...most)).toBeLessThan(80);
      await expect.element(page.getByText('2,021 lines')).toBeVisible();
    });

    test('can be read from the first to the last', async () => {
      client.say(id, someLines(20, 2_000, 'some words that break at spaces '.repeat(9)));
      client.say(id, someLines(2_020, 1));
      await expect.poll(() => isSeen('line 2020')).toBe(true);

      await scrolledTo(0);
      await expect.poll(() => isSeen('line 0')).toBe(true);
      await scrolledTo(box().scrollHeight);
      await expect.poll(() => isSeen('line 2020')).toBe(true);

      expect(drawn()).toBeLessThan(80);
    });

    test('stays at the line that is read while others come and the oldest go', async () => {
      client.say(id, someLines(20, 5_000));
      await expect.poll(() => isSeen('line 5019')).toBe(true);
      await scrolledTo(50_000);
      const read = () => {
        const { top } = box().getBoundingClientRect();
        const line = [...box().querySelectorAll('.line')].find(
          (one) => one.getBoundingClientRect().bottom > top,
        );
        return [line?.querySelector('.message')?.textContent, line?.getBoundingClientRect().top];
      };
      const before = read();

      client.say(id, someLines(5_020, 700));
      await expect.element(page.getByText('the last 5,000 of 5,720 lines')).toBeVisible();

      expect(read()).toEqual(before);
    });

    test('finds a line anywhere among those that are kept', async () => {
      client.say(id, someLines(20, 4_000));
      await expect.poll(() => isSeen('line 4019')).toBe(true);

      await page.getByRole('searchbox', { name: 'Search the logs' }).fill('line 1234');
      await expect.poll(() => isSeen('line 1234')).toBe(true);
      expect(drawn()).toBe(1);
      await expect.element(page.getByText('1 of 4,020 lines', { exact: true })).toBeVisible();

      await page.getByRole('searchbox', { name: 'Search the logs' }).fill('');
      await page.getByRole('combobox', { name: 'Level' }).selectOptions('warn');
      await expect.poll(() => log.element().textContent).toMatch(/line 3920/);
    });

    test('says among which lines it has found what was searched for', async () => {
      client.say(id, someLines(20, 5_000));
      client.say(id, someLines(5_020, 700));
      await expect.element(page.getByText('the last 5,000 of 5,720 lines')).toBeVisible();

      await page.getByRole('searchbox', { name: 'Search the logs' }).fill('line 1234');

      const found = page.getByText('1 of the last 5,000 lines', { exact: true });
      await expect.element(found).toBeVisible();
    });
  });

  test('follows its events, and shows the output of its last task', async () => {
    client.addRun(new Story('r-1', pair, Date.now()).started('first').execution);
    open('#/runs/r-1');
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Running/);

    const done = (taskId: string, value: unknown) =>
      ({
        type: 'taskSucceeded',
        taskId: toTaskId(taskId),
        attempt: 1,
        output: { hash: toContentHash(taskId), value: value as never },
        recordedLogs,
      }) as const;
    client.happen(id, [
      done('first', 1),
      { type: 'taskStarted', taskId: toTaskId('second'), attempt: 1, recovered: false },
    ]);
    await expect.poll(() => stateOf('second')).toBe('running');
    client.happen(id, [
      done('second', [{ airport: 'DFW', late: 282 }]),
      { type: 'executionEnded', status: 'completed' },
    ]);

    await expect.element(page.getByRole('status')).toMatchTextContent(/^Completed in /);
    const output = page.getByRole('region', { name: 'Output' });
    await expect.element(output.getByRole('cell', { name: '282' })).toBeVisible();
    expect(page.getByRole('button', { name: 'Stop' }).query()).toBeNull();
  });

  test('can be stopped while it is live', async () => {
    client.addRun(new Story('r-1', pair, Date.now()).started('first').execution);
    open('#/runs/r-1');

    await page.getByRole('button', { name: 'Stop' }).click();
    client.happen(id, [{ type: 'cancelRequested', order: null }]);

    await expect.element(page.getByRole('status')).toMatchTextContent(/^Running stopping/);
    expect(client.stopped).toEqual(['r-1']);
  });

  test('that failed says where and why, on the row and in the panel with its line', async () => {
    const failure = aFailure({ message: 'Row 877 has no unit.', details: { line: 3, column: 1 } });
    const story = new Story('r-1', pair, Date.now() - 60_000).started('first');
    client.addRun(
      story.failed('first', failure).skipped('second', 'first').ended('failed').execution,
    );
    open('#/runs/r-1');
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed at first/);
    const table = page.getByRole('table', { name: 'Tasks' });
    await expect
      .element(table)
      .toMatchTextContent('first failed, and this task needs all_success.');

    await table.getByRole('link', { name: 'first' }).click();

    await expect.poll(() => location.hash).toBe('#/runs/r-1/tasks/first');
    const panel = page.getByRole('region', { name: 'Task first' });
    await expect.element(panel).toMatchTextContent('Row 877 has no unit.');
    await expect.element(panel).toMatchTextContent('line 3, column 1');
    await expect.element(panel.getByText(/throw c/)).toBeVisible();
    expect(page.getByRole('status').all()).toHaveLength(1);
  });

  test('that carried on after the browser stopped says so', async () => {
    const story = new Story('r-1', pair, Date.now() - 5_000).started('first');
    story.tell({ type: 'taskRecovered', taskId: toTaskId('first'), attempt: 1, goodbye: false });
    client.addRun(story.started('first', 2, true).succeeded('first', 1, 2).execution);
    open('#/runs/r-1/tasks/first');

    await expect
      .element(page.getByText('Welcome back. This run carried on by itself.'))
      .toBeVisible();
    await page.getByText('What ran again, and why').click();
    await expect
      .element(page.getByRole('region', { name: 'Carried on' }))
      .toMatchTextContent(/first started at .* Attempt 2 began at/);
    await expect
      .element(page.getByRole('region', { name: 'Task first' }))
      .toMatchTextContent('Ran again after the browser stopped.');
  });

  test('asks once whether a task happened, and sends the answer once', async () => {
    const story = new Story('r-1', pair, Date.now() - 5_000).started('first');
    story.tell({ type: 'taskRecovered', taskId: toTaskId('first'), attempt: 1, goodbye: false });
    const cause = { code: 'outcomeUnknown', startedAt: story.at } as const;
    story.tell({ type: 'taskWaiting', taskId: toTaskId('first'), attempt: 1, cause });
    client.addRun(story.execution);
    open('#/runs/r-1');

    const group = page.getByRole('group', { name: 'Did this happen?' });
    await expect.element(group).toMatchTextContent('the browser stopped in between');
    await group.getByRole('link', { name: 'first' }).click();
    await expect.element(page.getByRole('region', { name: 'Task first' })).toBeVisible();
    expect(group.all()).toHaveLength(1);
    await group.getByRole('button', { name: 'No' }).click();

    await expect.element(group).toMatchTextContent('Your answer was taken.');
    expect(client.answers).toMatchObject([{ taskId: 'first', answer: 'didNotHappen' }]);
    client.happen(id, [
      { type: 'taskStarted', taskId: toTaskId('first'), attempt: 2, recovered: true },
    ]);
    await expect.poll(() => group.query()).toBeNull();
  });

  test('lets a person run a task alone that was set aside, or skip it', async () => {
    const story = new Story('r-1', pair, Date.now() - 5_000).started('first');
    story.tell({ type: 'taskRecovered', taskId: toTaskId('first'), attempt: 1, goodbye: false });
    const cause = { code: 'quarantined', ends: 3 } as const;
    story.tell({ type: 'taskWaiting', taskId: toTaskId('first'), attempt: 1, cause });
    client.addRun(story.execution);
    open('#/runs/r-1/tasks/first');

    const group = page.getByRole('group', { name: /may be what stops the browser/ });
    await expect.element(group.getByRole('button', { name: 'Run it alone' })).toBeVisible();
    await group.getByRole('button', { name: 'Skip it' }).click();

    await expect.poll(() => client.answers).toMatchObject([{ answer: 'skip' }]);
  });

  test('of 10,000 tasks draws only the rows that are seen', async () => {
    const many = aWorkflow({
      id: 'many',
      tasks: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`t${String(at)}`, {}])),
    });
    client.addRun(new Story('r-1', many, Date.now()).started('t0').execution);
    open('#/runs/r-1');
    await expect.element(page.getByRole('table', { name: 'Tasks' })).toBeVisible();
    expect(document.querySelectorAll('tr[data-task-id]').length).toBeLessThan(80);

    const box = document.querySelector('.scroll.long');
    box?.scrollTo(0, box.scrollHeight);

    await expect.poll(() => stateOf('t9999')).toBe('pending');
    expect(document.querySelectorAll('tr[data-task-id]').length).toBeLessThan(80);
  });

  test('stays where it is while tasks are looked at', async () => {
    client.addRun(new Story('r-1', pair, Date.now()).started('first').execution);
    open('#/runs/r-1');
    const table = page.getByRole('table', { name: 'Tasks' });
    await expect.element(table).toBeVisible();
    const before = table.element();

    await table.getByRole('link', { name: 'second' }).click();
    await expect.element(page.getByRole('region', { name: 'Task second' })).toBeVisible();

    expect(table.element()).toBe(before);
  });

  test('that is not here says so, and appears when it arrives', async () => {
    open('#/runs/r-1');
    await expect
      .element(page.getByRole('heading', { name: 'No run has this address' }))
      .toBeVisible();

    client.addRun(new Story('r-1', pair, Date.now()).started('first').execution);
    client.changeLists();

    await expect.element(page.getByRole('status')).toMatchTextContent(/^Running/);
  });
});

describe('the runs', () => {
  test('stand in one table, newest first, each with its status', async () => {
    const now = Date.now();
    client.addRun(
      new Story('old', flights, now - 90_000).started('flights').ended('cancelled').execution,
    );
    client.addRun(new Story('new', pair, now).started('first').execution);
    open('#/runs');

    const table = page.getByRole('table', { name: 'Runs' });
    for (const name of ['Workflow', 'Status', 'Started', 'Duration']) {
      await expect.element(table.getByRole('columnheader', { name })).toBeVisible();
    }
    const rows = [...document.querySelectorAll<HTMLElement>('tr[data-execution-id]')];
    expect(rows.map(({ dataset }) => [dataset['executionId'], dataset['status']])).toEqual([
      ['new', 'running'],
      ['old', 'cancelled'],
    ]);
    expect(page.getByRole('status').all()).toHaveLength(0);
  });

  test('are filtered by workflow and status, and deleted once they have ended', async () => {
    const now = Date.now();
    const old = new Story('old', flights, now - 90_000).started('flights');
    client.addRun(old.ended('cancelled').execution);
    client.addRun(new Story('new', pair, now).started('first').execution);
    open('#/runs');
    const shownIds = () =>
      [...document.querySelectorAll<HTMLElement>('tr[data-execution-id]')].map(
        ({ dataset }) => dataset['executionId'],
      );
    await page.getByRole('combobox', { name: 'Workflow' }).selectOptions('Pair');
    await expect.poll(shownIds).toEqual(['new']);
    await page.getByRole('combobox', { name: 'Status' }).selectOptions('Cancelled');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(shownIds).toEqual(['new', 'old']);
    const act = page.getByRole('button', { name: /^Delete the run of/ });
    expect(act.all()).toHaveLength(1);

    await act.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();

    await expect.poll(shownIds).toEqual(['new']);
    expect(page.getByRole('dialog').query()).toBeNull();
  });
});
