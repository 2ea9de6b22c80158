import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { TaskState } from '#core/execution/events.ts';
import { NodeStates } from './node-states.svelte.ts';
import { middleOf, wheelOver } from './testing/pointer.ts';
import { showStage } from './testing/show-stage.ts';
import { StagedGraph } from './testing/staged-graph.svelte.ts';
import type { StagedTask } from './testing/staged-graph.svelte.ts';
import '#ui/theme/base.css';

let leave: () => void = () => undefined;
const task = (...needs: string[]): StagedTask => ({ type: 'js', needs });
const chain = { a: task(), b: task('a'), c: task('b'), d: task('c') };
const wide = [1200, 500] as const;
const tall = [500, 1000] as const;

beforeEach(async () => {
  await page.viewport(...wide);
});
afterEach(() => {
  leave();
  localStorage.clear();
});

async function show(graph: StagedGraph): Promise<void> {
  leave = showStage(graph);
  await expect.poll(() => nodeOf('d')).not.toBeNull();
}
const nodeOf = (id: string) => document.querySelector<HTMLElement>(`[data-task-id="${id}"]`);
const isInView = (id: string) => {
  const { left, top, right, bottom } = nodeOf(id)?.getBoundingClientRect() ?? new DOMRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
};
const isAllInView = () => Object.keys(chain).every(isInView);
const run = (): 'right' | 'down' => {
  const [first, last] = [middleOf(nodeOf('a')), middleOf(nodeOf('d'))];
  const right = last.clientX - first.clientX;
  return right > last.clientY - first.clientY ? 'right' : 'down';
};

describe('a pane that changes its size', () => {
  test('shows the whole graph again, and turns it when it becomes tall', async () => {
    await show(new StagedGraph(chain));
    expect(run()).toBe('right');

    await page.viewport(900, 500);
    await expect.poll(isAllInView).toBe(true);
    await page.viewport(...tall);

    await expect.poll(run).toBe('down');
    await expect.poll(isAllInView).toBe(true);
    await page.viewport(...wide);
    await expect.poll(run).toBe('right');
  });

  test('leaves a view alone that a person moved, until they fit it again', async () => {
    await show(new StagedGraph(chain));
    wheelOver(document.querySelector('.svelte-flow__pane'), { deltaY: 120 });
    flushSync();
    const moved = middleOf(nodeOf('a'));

    await page.viewport(900, 480);
    await expect.poll(() => document.querySelector('.svelte-flow')?.clientWidth).toBe(900);
    expect(middleOf(nodeOf('a'))).toEqual(moved);

    await page.getByRole('button', { name: 'Fit' }).click();
    await page.viewport(...tall);
    await expect.poll(isAllInView).toBe(true);
  });

  test('never turns what a person placed', async () => {
    const graph = new StagedGraph(chain);
    graph.placed = new Map([
      ['a', [0, 0]],
      ['b', [200, 0]],
    ]);
    await show(graph);

    await page.viewport(...tall);

    await expect.poll(isAllInView).toBe(true);
    expect(run()).toBe('right');
  });
});

describe('a pane as small as on a phone', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `t${String(index)}`,
      task(...(index < 6 ? [] : [`t${String(index - 6)}`])),
    ]),
  );
  const nameHeight = (id: string) => {
    const name = nodeOf(id)?.querySelector('.name');
    if (!(name instanceof HTMLElement)) return 0;
    const zoom = name.getBoundingClientRect().height / name.offsetHeight;
    return Number.parseFloat(getComputedStyle(name).fontSize) * zoom;
  };
  const showRun = async (states: Readonly<Record<string, TaskState>>) => {
    await page.viewport(360, 300);
    const graph = new StagedGraph(many);
    graph.isReadOnly = true;
    graph.states = new NodeStates();
    for (const id of Object.keys(many)) {
      graph.states.set(id, { state: states[id] ?? 'pending', second: '', progress: null });
    }
    leave = showStage(graph);
  };

  test('opens at the first task, with names that can be read', async () => {
    await showRun({});

    await expect.poll(() => isInView('t0')).toBe(true);
    expect(nameHeight('t0')).toBeGreaterThanOrEqual(11);
  });

  test('opens at what failed, before what is under way', async () => {
    await showRun({ t20: 'running', t57: 'failed' });

    await expect.poll(() => isInView('t57')).toBe(true);
    expect(nameHeight('t57')).toBeGreaterThanOrEqual(11);
  });

  test('opens at what is under way', async () => {
    await showRun({ t0: 'succeeded', t33: 'running' });

    await expect.poll(() => isInView('t33')).toBe(true);
  });

  test('shows all of it when a person asks for that, also when it is turned round', async () => {
    await showRun({});
    await expect.poll(() => isInView('t0')).toBe(true);

    await page.getByRole('button', { name: 'Fit' }).click();
    await expect.poll(() => isInView('t0') && isInView('t59')).toBe(true);
    await page.viewport(300, 360);

    await expect.poll(() => document.querySelector('.svelte-flow')?.clientWidth).toBe(300);
    await expect.poll(() => isInView('t0') && isInView('t59')).toBe(true);
  });

  test('shows a graph as a whole whose names can be read then', async () => {
    await page.viewport(390, 700);
    await show(new StagedGraph(chain));

    await expect.poll(isAllInView).toBe(true);
  });
});

describe('the direction a person chose', () => {
  test('is kept for its workflow when the page comes again, however wide the pane is', async () => {
    await show(new StagedGraph(chain));
    await page.getByRole('button', { name: 'Top to bottom' }).click();
    await expect.poll(run).toBe('down');
    leave();

    await show(new StagedGraph(chain));

    expect(run()).toBe('down');
    await expect.element(page.getByRole('button', { name: 'Left to right' })).toBeVisible();
  });

  test('of another workflow is another', async () => {
    await show(new StagedGraph(chain));
    await page.getByRole('button', { name: 'Top to bottom' }).click();
    leave();
    const other = new StagedGraph(chain);
    other.keptAs = 'another';

    await show(other);

    expect(run()).toBe('right');
  });

  test('stays when the pane becomes wide or tall', async () => {
    await show(new StagedGraph(chain));
    await page.getByRole('button', { name: 'Top to bottom' }).click();
    await page.getByRole('button', { name: 'Left to right' }).click();
    await expect.poll(run).toBe('right');

    await page.viewport(...tall);

    await expect.poll(isAllInView).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(run()).toBe('right');
  });
});
