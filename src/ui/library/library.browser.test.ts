import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { toExecutionId, toTaskId, toWorkflowId } from '#core/shared/ids.ts';
import type { Problem } from '#core/workflow/problem.ts';
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
  localStorage.clear();
  document.documentElement.lang = 'en';
});

const open = (hash = '#/') => {
  leave = mountPage(client, hash);
};
const aProblem = (line: number): Problem => ({
  code: 'unknownTask',
  severity: 'error',
  reason: 'dependency',
  args: { id: 'chek' },
  path: ['tasks', 'a', 'dependencies', 0],
  taskIds: [toTaskId('a')],
  hint: 'check',
  line,
  column: 7,
});
async function importFile(): Promise<void> {
  await expect.element(page.getByRole('button', { name: 'Import' })).toBeVisible();
  const input = document.querySelector('input[type=file]');
  if (input === null) throw new Error('There is no file chooser.');
  await userEvent.upload(input, new File(['tasks: {}'], 'lab.yaml'));
}

describe('the library', () => {
  test('has the names that a stranger and a test look for', async () => {
    open();

    await expect.element(page.getByRole('heading', { name: 'Workflows' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Run the example' })).toBeVisible();
    await expect.element(page.getByRole('list', { name: 'Workflows' })).toBeVisible();
    await expect.element(page.getByRole('banner')).toBeVisible();
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await expect.element(navigation.getByRole('link', { name: 'Runs' })).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: 'More actions for Delayed flights by airport' }))
      .toBeVisible();
    expect(document.documentElement.dataset['ready']).toBe('true');
    expect(document.documentElement.dataset['owner']).toBe('true');
    expect(document.querySelector('[data-workflow-id="delayed-flights"]')).not.toBeNull();
  });

  test('joins the names of tasks as Chinese does', async () => {
    client.appearance = { theme: null, language: 'zh-CN' };
    open();

    const names = [...flights.tasks.values()].map(({ name }) => name).join('、');
    await expect
      .element(page.getByRole('img', { name: `任务的图：${names}`, exact: true }))
      .toBeInTheDocument();
  });

  test('runs the example at a press and goes to its run', async () => {
    open();

    await page.getByRole('button', { name: 'Run the example' }).click();

    await expect.poll(() => location.hash).toBe('#/runs/new-run');
    expect(client.orders).toMatchObject([{ workflowId: 'delayed-flights', params: {} }]);
  });

  test('shows the last run of a workflow, live', async () => {
    const story = new Story('r-1', flights, Date.now()).started('flights');
    client.addRun(story.execution);
    open();
    await expect.element(page.getByRole('listitem')).toMatchTextContent('Running');

    client.happen(toExecutionId('r-1'), [{ type: 'executionEnded', status: 'cancelled' }]);

    await expect.element(page.getByRole('listitem')).toMatchTextContent('Cancelled');
  });

  test('offers more actions by keyboard, and gives the focus back', async () => {
    open();
    const more = page.getByRole('button', { name: /^More actions/ });
    await expect.element(more).toBeVisible();

    await more.click();
    await expect.element(page.getByRole('menuitem', { name: 'Rename' })).toHaveFocus();
    expect(page.getByRole('menuitem').all()).toHaveLength(5);
    await userEvent.keyboard('{Escape}');

    await expect.element(more).toHaveFocus();
    expect(page.getByRole('menu').query()).toBeNull();
  });

  test('starts and imports nothing while another tab is the owner', async () => {
    client.ownerView = { isOwner: false, reason: 'otherTab', mayOrder: false };
    open();

    await expect.element(page.getByText('Millrace is open in another tab.')).toBeVisible();
    await expect.element(page.getByRole('list', { name: 'Workflows' })).toBeVisible();
    expect(page.getByRole('button', { name: 'Import' }).query()).toBeNull();
    expect(page.getByRole('button', { name: 'Run the example' }).query()).toBeNull();
    expect(document.documentElement.dataset['owner']).toBe('false');
  });

  test('says what to do when the engine is dead', async () => {
    client.isDead = true;
    open();

    await expect.element(page.getByRole('alert')).toMatchTextContent('has stopped');
    await expect.element(page.getByRole('button', { name: 'Reload' })).toBeVisible();
    expect(document.documentElement.dataset['ready']).toBe('true');
  });
});

describe('a workflow of the library', () => {
  const lab = aWorkflow({ id: 'lab', name: 'Lab', tasks: { a: {} } });
  const letters = aWorkflow({ id: 'letters', name: 'Letters', tasks: { a: {} } });
  const choose = async (name: string, action: string) => {
    await page.getByRole('button', { name: `More actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  const namesShown = () =>
    [...document.querySelectorAll('[data-workflow-id] a.name')].map((link) => link.textContent);

  beforeEach(() => {
    client.add(lab).add(letters);
  });

  test('is renamed in a dialog of one field', async () => {
    open();
    await choose('Lab', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename Lab' });

    await dialog.getByLabelText('Name').fill(' ');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect.element(dialog.getByLabelText('Name')).toHaveAccessibleDescription(/Give it/);
    await dialog.getByLabelText('Name').fill('Laboratory');
    await dialog.getByRole('button', { name: 'Rename' }).click();

    await expect.element(page.getByRole('link', { name: 'Laboratory' })).toBeVisible();
    expect(page.getByRole('dialog').query()).toBeNull();
  });

  test('is duplicated', async () => {
    open();

    await choose('Lab', 'Duplicate');

    await expect.element(page.getByRole('link', { name: 'Lab (copy)' })).toBeVisible();
  });

  test('is deleted, which can be undone, and the focus goes to its neighbour', async () => {
    open();
    await choose('Lab', 'Delete');
    const toasts = page.getByRole('region', { name: 'Notifications' });
    await expect.element(toasts).toMatchTextContent(/Deleted. ?Undo/);
    await expect.poll(namesShown).not.toContain('Lab');
    await expect.element(page.getByRole('link', { name: 'Letters' })).toHaveFocus();

    await toasts.getByRole('button', { name: 'Undo' }).click();

    await expect.poll(namesShown).toContain('Lab');
    expect(toasts.element().textContent.trim()).toBe('');
  });

  test('that needs the person comes first, and leads to why', async () => {
    const story = new Story('r-1', letters, Date.now() - 60_000).started('a');
    client.addRun(story.failed('a', aFailure()).ended('failed').execution);
    open();

    await expect.poll(namesShown).toEqual(['Letters', 'Delayed flights by airport', 'Lab']);
    await page.getByRole('button', { name: /^Needs you/ }).click();
    await expect.poll(namesShown).toEqual(['Letters']);
    await page.getByRole('link', { name: 'See why' }).click();

    await expect.poll(() => location.hash).toBe('#/runs/r-1');
  });

  test('is found by its name, and sorted as asked', async () => {
    client.updatedAt.set(lab.id, 5);
    open();
    await page.getByRole('combobox', { name: 'Sort by' }).selectOptions('Changed');
    await expect.poll(() => namesShown()[0]).toBe('Lab');

    await page.getByRole('searchbox', { name: 'Search workflows' }).fill('zzz');
    await expect.element(page.getByText('No workflow here matches.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();

    await expect.poll(() => namesShown().length).toBe(3);
  });

  test('does not move while it is read', async () => {
    client.addRun(new Story('r-1', letters, Date.now()).started('a').execution);
    open();
    await expect.poll(() => namesShown()[0]).toBe('Letters');

    client.addRun(new Story('r-2', lab, Date.now() + 1000).started('a').execution);
    client.changeLists();

    await expect
      .poll(() => document.querySelector('[data-workflow-id=lab]')?.textContent)
      .toContain('Running');
    expect(namesShown()[0]).toBe('Letters');
  });
});

describe('what is stored', () => {
  test('is not promised to be kept: that is said after a first result, not before', async () => {
    client.storageView = { ...client.storageView, isPersistent: false };
    open();
    await expect.element(page.getByRole('list', { name: 'Workflows' })).toBeVisible();
    expect(page.getByRole('button', { name: 'Ask the browser to keep it' }).query()).toBeNull();

    client.addRun(new Story('r-1', flights, Date.now()).ended('completed').execution);
    client.changeLists();
    await page.getByRole('button', { name: 'Ask the browser to keep it' }).click();

    await expect.element(page.getByText(/^It said (yes|no)/)).toBeVisible();
  });
});

describe('an import', () => {
  test('that is refused shows the first problem with its place, and the others on demand', async () => {
    client.onImport = () => ({ kind: 'invalid', problems: [aProblem(12), aProblem(30)] });
    open();

    await importFile();

    const alert = page.getByRole('alert');
    await expect.element(alert).toMatchTextContent('lab.yaml:12:7');
    await page.getByText('1 more problem').click();
    await expect.element(page.getByText('lab.yaml:30:7')).toBeVisible();
    expect(location.hash).toBe('#/');
  });

  test('that is not text never reaches the engine', async () => {
    open();
    await expect.element(page.getByRole('button', { name: 'Import' })).toBeVisible();
    const input = document.querySelector('input[type=file]');
    if (input === null) throw new Error('There is no file chooser.');

    await userEvent.upload(input, new File([new Uint8Array([0xff, 0xfe, 0x00])], 'x.yaml'));

    await expect.element(page.getByRole('alert')).toMatchTextContent('UTF-8');
    expect(client.imported).toEqual([]);
  });

  test('over a known id asks, and does what the person says', async () => {
    client.onImport = ({ over }) =>
      over === 'ask'
        ? { kind: 'known', id: toWorkflowId('lab'), name: 'Lab' }
        : { kind: 'saved', id: toWorkflowId('lab-2'), warnings: [] };
    open();
    await importFile();
    const dialog = page.getByRole('dialog', { name: 'Lab is here already' });
    await expect.element(dialog.getByRole('button', { name: 'New version' })).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Close' })).toBeVisible();

    await dialog.getByRole('button', { name: 'Keep both' }).click();

    await expect.poll(() => location.hash).toBe('#/workflows/lab-2');
    expect(client.imported.map(({ over }) => over)).toEqual(['ask', 'keepBoth']);
  });

  test('that is saved leads to the workflow and shows its warnings there', async () => {
    client.add(aWorkflow({ id: 'lab', name: 'Lab', tasks: { a: {} } }));
    client.onImport = () => ({
      kind: 'saved',
      id: toWorkflowId('lab'),
      warnings: [{ ...aProblem(3), severity: 'warning', code: 'unknownField' }],
    });
    open();

    await importFile();

    await expect.element(page.getByRole('heading', { name: 'Lab' })).toBeVisible();
    await expect.element(page.getByText('Imported, with 1 warning')).toBeVisible();
  });
});

/** Its page is fetched when it is gone to. */
const late = { timeout: 10_000 };

describe('a workflow', () => {
  const lab = aWorkflow({
    id: 'lab',
    name: 'Lab',
    params: { since: { required: true }, batch: { type: 'integer', default: 50, maximum: 200 } },
    tasks: { a: {}, b: { needs: ['a'] } },
  });

  test('has its name, its graph, its source and the fields beside Run', async () => {
    open('#/workflows/delayed-flights');

    await expect
      .element(page.getByRole('heading', { name: 'Delayed flights by airport' }), late)
      .toBeVisible();
    await expect.element(page.getByLabelText('minimumDelay')).toHaveValue('15');
    await expect
      .element(page.getByRole('textbox', { name: 'Source' }), late)
      .toMatchTextContent('millrace: 1');
    await expect.element(page.getByRole('region', { name: 'Graph' })).toBeVisible();
    await expect.element(page.getByRole('tree', { name: 'Outline' })).toBeVisible();
    await expect.element(page.getByRole('region', { name: /^Problems/ })).toBeVisible();

    await page.getByLabelText('minimumDelay').fill('30');
    await page.getByRole('button', { name: 'Run', exact: true }).click();

    await expect.poll(() => location.hash).toBe('#/runs/new-run');
    expect(client.cut).toEqual(['delayed-flights']);
    expect(client.orders[0]?.params).toEqual({ minimumDelay: 30 });
  });

  test('asks in a dialog when a param has no value, and shows what is wrong at its field', async () => {
    client.add(lab);
    client.onStart = () => ({
      kind: 'badParams',
      problems: [{ param: 'batch', reason: 'aboveMaximum', args: { maximum: 200 } }],
    });
    open('#/workflows/lab');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Run Lab' });

    await dialog.getByRole('button', { name: 'Run' }).click();
    await expect
      .element(dialog.getByLabelText('since'))
      .toHaveAccessibleDescription(/Give a value/);
    expect(client.orders).toEqual([]);
    await dialog.getByLabelText('since').fill('2026-11-23');
    await dialog.getByLabelText('batch').fill('500');
    await dialog.getByRole('button', { name: 'Run' }).click();

    await expect.element(dialog.getByLabelText('batch')).toHaveAccessibleDescription(/At most 200/);
    expect(client.orders[0]?.params).toEqual({ since: '2026-11-23', batch: 500 });
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(page.getByRole('dialog').query()).toBeNull();
    await expect.element(page.getByRole('button', { name: 'Run', exact: true })).toHaveFocus();
  });

  test('that is not here says so, and appears when it arrives', async () => {
    open('#/workflows/lab');
    await expect.element(page.getByRole('heading', { name: /No workflow/ })).toBeVisible();

    client.add(lab);
    client.changeLists();

    await expect.element(page.getByRole('heading', { name: 'Lab' })).toBeVisible();
  });

  test('is not what an unknown address shows', async () => {
    open('#/somewhere');

    await expect
      .element(page.getByRole('heading', { name: /nothing at this address/ }))
      .toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Go to all workflows' })).toBeVisible();
  });
});
