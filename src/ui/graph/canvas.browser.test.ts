import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { drag, letGo, middleOf, pull } from './testing/pointer.ts';
import { showStage } from './testing/show-stage.ts';
import { StagedGraph } from './testing/staged-graph.svelte.ts';
import type { StagedTask } from './testing/staged-graph.svelte.ts';
import { NodeStates } from './node-states.svelte.ts';
import '#ui/theme/base.css';

let leave: () => void = () => undefined;
const task = (type: string, ...needs: string[]): StagedTask => ({ type, needs });
const flights = {
  flights: task('files'),
  clean: task('js', 'flights'),
  byAirport: task('sql', 'clean'),
  named: task('sql', 'byAirport'),
};

beforeEach(async () => {
  await page.viewport(1100, 700);
});
afterEach(() => {
  leave();
  localStorage.clear();
});

async function show(graph: StagedGraph, shown = graph.tasks.size): Promise<StagedGraph> {
  leave = showStage(graph);
  await expect.poll(() => nodes().length).toBe(shown);
  return graph;
}

const nodes = () => [...document.querySelectorAll<HTMLElement>('[data-task-id]')];
const nodeOf = (id: string) => document.querySelector<HTMLElement>(`[data-task-id="${id}"]`);
const canvas = () => page.getByRole('application', { name: 'Workflow graph' });
const said = () => document.querySelector('[aria-live="polite"]')?.textContent;
const focusCanvas = () => {
  document.querySelector<HTMLElement>('.svelte-flow')?.focus();
};
const activeTask = () => {
  const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
  return document.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.dataset['taskId'];
};

describe('an empty canvas', () => {
  test('says how to begin, and is built with the keyboard alone', async () => {
    const graph = await show(new StagedGraph());
    await expect.element(page.getByText('Empty graph. Press 1 to 9 to add a task.')).toBeVisible();

    await userEvent.tab();
    await expect.element(canvas()).toHaveFocus();
    await userEvent.keyboard('3');
    await expect.poll(said).toBe('files1 added, 1 of 1');
    await userEvent.keyboard('2');
    await expect.poll(said).toBe('sql1 added, needs files1');
    await userEvent.keyboard('1');
    await expect.poll(said).toBe('js1 added, needs sql1');

    expect(activeTask()).toBe('js1');
    expect([...graph.tasks].map(([id, { needs }]) => [id, needs])).toEqual([
      ['files1', []],
      ['sql1', ['files1']],
      ['js1', ['sql1']],
    ]);
    await expect.element(canvas()).toHaveFocus();
  });
});

describe('keys on the canvas', () => {
  test('go to the nearest task and along channels, and say where one is', async () => {
    await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(activeTask).toBe('clean');
    expect(said()).toBe('clean, js, 2 of 4, needs flights, feeds byAirport');
    await userEvent.keyboard(']');
    expect(activeTask()).toBe('byAirport');
    await userEvent.keyboard('[[');
    expect(activeTask()).toBe('clean');
  });

  test('remove a task, and focus goes to its neighbour', async () => {
    const graph = await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{ArrowRight}{Delete}');

    await expect.poll(() => [...graph.tasks.keys()]).toEqual(['flights', 'byAirport', 'named']);
    await expect.element(canvas()).toHaveFocus();
    await expect.poll(activeTask).toMatch(/flights|byAirport/);
    expect(said()).toBe('clean removed');
  });

  test('connect from a list that says why a task is impossible', async () => {
    const graph = await show(new StagedGraph({ ...flights, report: task('js') }));
    focusCanvas();

    await userEvent.keyboard('{End}');
    await userEvent.keyboard('{Home}c');
    await expect
      .element(page.getByRole('option', { name: /^clean/ }))
      .toMatchTextContent(/already connected/);
    await userEvent.keyboard('rep{Enter}');

    await expect.poll(() => graph.tasks.get('report')?.needs).toEqual(['flights']);
    await expect.element(canvas()).toHaveFocus();
    expect(said()).toBe('report now needs flights');
  });

  test('offer the way back: X takes a connection away', async () => {
    const graph = await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{Home}c{ArrowDown}{ArrowDown}x');

    await expect.poll(() => graph.tasks.get('clean')?.needs).toEqual([]);
  });

  test('duplicate, rename, open, undo and redo what has focus', async () => {
    const graph = await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{Home}{F2}{Enter}d');
    await userEvent.keyboard('{Control>}z{/Control}{Control>}{Shift>}z{/Shift}{/Control}');

    expect(graph.asked).toEqual(['rename flights', 'undo', 'redo']);
    expect(graph.opened).toEqual(['flights']);
    expect([...graph.tasks.keys()]).toContain('files1');
  });

  test('move a task by the grid and extend what is selected', async () => {
    const graph = await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{Home}{Alt>}{ArrowDown}{/Alt}');
    expect(graph.placed.get('flights')).toEqual([0, 16]);
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(graph.selected).toEqual(['flights', 'clean']);
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(graph.selected).toHaveLength(4);
  });
});

describe('a connection that is pulled', () => {
  test('connects a task to another', async () => {
    const graph = await show(new StagedGraph({ a: task('js'), b: task('js') }));
    const target = middleOf(nodeOf('b'));

    pull(nodeOf('a'), target);
    letGo(target);

    expect(graph.tasks.get('b')?.needs).toEqual(['a']);
  });

  test('is refused while it would close a circle, named in words', async () => {
    const graph = await show(new StagedGraph(flights));
    const before = graph.tasks;
    const target = middleOf(nodeOf('clean'));

    pull(nodeOf('named'), target);
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('That would be a circle: clean → byAirport → named → clean');
    expect(document.querySelectorAll('.circled')).toHaveLength(3);
    letGo(target);

    expect(graph.tasks).toBe(before);
    await expect.element(page.getByRole('alert')).toHaveTextContent('');
  });

  test('offers the task types where it is dropped on nothing', async () => {
    const graph = await show(new StagedGraph(flights));
    const free = { clientX: 700, clientY: 120 };

    pull(nodeOf('clean'), free);
    letGo(free);
    await page.getByRole('option', { name: 'sql' }).click();

    await expect.poll(() => graph.tasks.get('sql1')?.needs).toEqual(['clean']);
    expect(graph.placed.has('sql1')).toBe(true);
    await expect.element(canvas()).toHaveFocus();
  });

  test('changes nothing after Escape', async () => {
    const graph = await show(new StagedGraph({ a: task('js'), b: task('js') }));
    const target = middleOf(nodeOf('b'));

    pull(nodeOf('a'), target);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    letGo(target);

    expect(graph.tasks.get('b')?.needs).toEqual([]);
  });
});

describe('the mouse', () => {
  test('selects a task, moves it on the grid and opens it', async () => {
    const graph = await show(new StagedGraph(flights));

    await userEvent.click(nodeOf('clean') ?? document.body);
    expect(graph.selected).toEqual(['clean']);
    await userEvent.dblClick(nodeOf('clean') ?? document.body);
    expect(graph.opened).toEqual(['clean']);
    drag(nodeOf('clean'), [30, 90]);

    const [x, y] = graph.placed.get('clean') ?? [0, 0];
    expect(graph.placed.size).toBe(1);
    expect([x % 4, y % 4]).toEqual([0, 0]);
    expect(x).toBeGreaterThan(200);
    expect(y).toBeGreaterThan(50);
    expect(middleOf(nodeOf('clean')).clientY).toBeGreaterThan(middleOf(nodeOf('named')).clientY);
  });

  test('adds a task by a press in the tray, and by dragging from there', async () => {
    const graph = await show(new StagedGraph({ a: task('js') }));

    await page.getByRole('button', { name: 'Add sql (2)' }).click();
    await expect.poll(() => graph.tasks.size).toBe(2);
    await userEvent.dragAndDrop(page.getByRole('button', { name: 'Add wait (5)' }), canvas(), {
      targetPosition: { x: 300, y: 200 },
    });

    await expect.poll(() => graph.tasks.size).toBe(3);
    expect(graph.placed.get('wait1')).toBeDefined();
  });

  test('tidies up, zooms and turns the flow', async () => {
    const graph = await show(new StagedGraph(flights));
    graph.placed = new Map([['flights', [400, 400]]]);

    await page.getByRole('button', { name: 'Tidy up' }).click();
    expect(graph.placed.size).toBe(0);
    await page.getByRole('button', { name: 'Top to bottom' }).click();
    await expect
      .poll(() => middleOf(nodeOf('named')).clientY - middleOf(nodeOf('flights')).clientY)
      .toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.element(page.getByText('125 %')).toBeVisible();
  });
});

describe('a channel', () => {
  test('that is pressed can be taken away with a button or with Delete', async () => {
    const graph = await show(new StagedGraph(flights));
    const press = () => {
      const [from, to] = [middleOf(nodeOf('flights')), middleOf(nodeOf('clean'))];
      const clientX = (from.clientX + to.clientX) / 2;
      document
        .elementFromPoint(clientX, from.clientY)
        ?.dispatchEvent(new MouseEvent('click', { clientX, clientY: from.clientY, bubbles: true }));
    };

    press();
    await page.getByRole('button', { name: 'Take the connection flights → clean away' }).click();
    expect(graph.tasks.get('clean')?.needs).toEqual([]);
    graph.edits.connect('clean', 'flights');
    await expect.poll(() => document.querySelectorAll('.channels path').length).toBeGreaterThan(0);
    press();
    await userEvent.keyboard('{Delete}');

    await expect.poll(() => graph.tasks.get('clean')?.needs).toEqual([]);
    expect(graph.tasks.size).toBe(4);
  });
});

describe('the outline', () => {
  test('is a tree with the same selection, from which one opens and deletes', async () => {
    const graph = await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{Home}o');
    const tree = page.getByRole('tree', { name: 'Outline' });
    await expect.element(tree).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(graph.selected).toEqual(['clean']);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(graph.selected).toEqual(['flights']);
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(graph.opened).toEqual(['clean']);
    await userEvent.keyboard('{Delete}');

    await expect.poll(() => [...graph.tasks.keys()]).toEqual(['flights', 'byAirport', 'named']);
    await expect.element(tree).toHaveFocus();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => graph.tasks.size).toBe(2);
    await expect.element(tree).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(canvas()).toHaveFocus();
  });
});

describe('many tasks', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `t${String(index)}`,
        task('js', ...(index < 30 ? [] : [`t${String(index - 30)}`])),
      ]),
    );

  test('of fifty are all elements', async () => {
    await show(new StagedGraph(many(50)));

    expect(document.querySelector('.svelte-flow canvas')).toBeNull();
  });

  test('of a thousand are drawn; a press selects, keys go on, and near ones are elements', async () => {
    const graph = new StagedGraph(many(1_000));
    await show(graph, 0);
    const drawing = () => document.querySelector('.svelte-flow canvas');
    await expect.poll(drawing).not.toBeNull();
    focusCanvas();

    await userEvent.keyboard('{Home}{ArrowDown}');
    expect(graph.selected).toHaveLength(1);
    await expect.poll(said).toMatch(/^t\d+, js, \d+ of 1,000, feeds t\d+$/);
    await expect.element(canvas()).toHaveFocus();
    await userEvent.keyboard('z');

    await expect.poll(() => nodeOf(graph.selected[0] ?? '')).not.toBeNull();
    expect(drawing()).toBeNull();
    expect(nodes().length).toBeLessThan(201);
    expect(activeTask()).toBe(graph.selected[0]);
  });
});

describe('a list over the canvas', () => {
  test('gives the focus back to where it came from', async () => {
    await show(new StagedGraph(flights));
    focusCanvas();

    await userEvent.keyboard('{Home}oc');
    await expect.element(page.getByRole('combobox', { name: 'Filter tasks' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');

    await expect.element(page.getByRole('tree', { name: 'Outline' })).toHaveFocus();
    expect(page.getByRole('combobox').query()).toBeNull();
  });
});

describe('a run', () => {
  test('shows the state of each task, and cannot be edited (FUT-03)', async () => {
    const graph = new StagedGraph(flights);
    graph.isReadOnly = true;
    graph.states = new NodeStates();
    graph.states.set('clean', { state: 'failed', second: 'unit unknown', progress: null });
    await show(graph);
    focusCanvas();

    expect(nodeOf('clean')?.dataset['state']).toBe('failed');
    expect(nodeOf('flights')?.dataset['state']).toBeUndefined();
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(said()).toBe('clean, failed, unit unknown, 2 of 4, feeds byAirport');
    graph.states.set('clean', { state: 'running', second: '', progress: 0.5 });
    await expect.poll(() => nodeOf('clean')?.dataset['state']).toBe('running');
    await userEvent.keyboard('{Delete}1d');
    expect(graph.tasks.size).toBe(4);
  });
});
