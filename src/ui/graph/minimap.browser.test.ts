import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NodeStates } from './node-states.svelte.ts';
import { showStage } from './testing/show-stage.ts';
import { StagedGraph } from './testing/staged-graph.svelte.ts';
import '#ui/theme/base.css';

let leave: () => void = () => undefined;
const chainOf = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `t${String(index)}`,
      { type: 'js', needs: index === 0 ? [] : [`t${String(index - 1)}`] },
    ]),
  );
/** Rows of tasks, each of which needs the one above: it fills its pane. */
const meshOf = (rows: number, columns: number) =>
  Object.fromEntries(
    Array.from({ length: rows * columns }, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      const needs = row === 0 ? [] : [`r${String(row - 1)}c${String(column)}`];
      return [`r${String(row)}c${String(column)}`, { type: 'js', needs }];
    }),
  );

beforeEach(async () => {
  await page.viewport(1100, 700);
});
afterEach(() => {
  leave();
  localStorage.clear();
});

async function show(graph: StagedGraph): Promise<void> {
  leave = showStage(graph);
  // As marks or as elements.
  await expect
    .poll(() => document.querySelector('.svelte-flow :is(canvas, [data-task-id])'))
    .not.toBeNull();
}
const map = () => page.getByRole('img', { name: /^Minimap: / });
const toggle = () => page.getByRole('button', { name: 'Minimap' });
const nodeOf = (id: string) => document.querySelector(`[data-task-id="${id}"]`);
async function closeUp(): Promise<void> {
  document.querySelector<HTMLElement>('.svelte-flow')?.focus();
  await userEvent.keyboard('{Home}z');
}

describe('the minimap', () => {
  test('is there for a graph that cannot be read as a whole, also when all of it is in view', async () => {
    await show(new StagedGraph(chainOf(40)));

    await expect.element(toggle()).toHaveAttribute('aria-pressed', 'true');
    await expect.element(map()).toHaveAccessibleName('Minimap: 100 % of the graph is in view');
    await closeUp();

    await expect
      .element(map())
      .toHaveAccessibleName(/^Minimap: \d{1,2} % of the graph is in view$/);
  });

  test.each([
    ['wide', 760, 440],
    ['narrow', 600, 440],
  ])('lies on no task of a graph that is fitted into a %s pane', async (_, width, height) => {
    await page.viewport(width, height);
    await show(new StagedGraph(meshOf(8, 9)));

    await expect.element(map()).toBeVisible();
    const { left, top } = map().element().getBoundingClientRect();
    const under = [...document.querySelectorAll('[data-task-id]')].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.right > left && box.bottom > top;
    });

    expect(document.querySelectorAll('[data-task-id]').length).toBe(72);
    expect(under).toEqual([]);
  });

  test('is not there for a graph that can be read as a whole', async () => {
    await show(new StagedGraph(chainOf(4)));

    await closeUp();
    await userEvent.keyboard('+++');

    expect(map().query()).toBeNull();
    expect(toggle().query()).toBeNull();
  });

  test('is there from the beginning on a phone, which opens a part of the graph', async () => {
    await page.viewport(390, 800);
    await show(new StagedGraph(chainOf(40)));

    await expect.element(map()).toBeVisible();
    await page.getByRole('button', { name: 'Fit' }).click();

    await expect.element(map()).toHaveAccessibleName('Minimap: 100 % of the graph is in view');
  });

  test('leads to where it is pressed', async () => {
    await show(new StagedGraph(chainOf(40)));
    await closeUp();
    await expect.poll(() => nodeOf('t39')).toBeNull();
    const { clientWidth, clientHeight } = map().element();

    await userEvent.click(map(), { position: { x: clientWidth - 6, y: clientHeight - 6 } });

    await expect.poll(() => nodeOf('t39')).not.toBeNull();
    expect(nodeOf('t0')).toBeNull();
  });

  test('can be switched off, and stays so when the page comes again', async () => {
    await show(new StagedGraph(chainOf(40)));
    await closeUp();

    await toggle().click();
    await expect.poll(() => map().query()).toBeNull();
    leave();
    await show(new StagedGraph(chainOf(40)));
    await closeUp();

    await expect.element(toggle()).toHaveAttribute('aria-pressed', 'false');
    expect(map().query()).toBeNull();
    await toggle().click();
    await expect.element(map()).toBeVisible();
  });

  test('draws a failed task in the colour of failures', async () => {
    const graph = new StagedGraph(chainOf(40));
    graph.isReadOnly = true;
    graph.states = new NodeStates();
    graph.states.set('t39', { state: 'failed', second: 'broke', progress: null });
    await show(graph);

    await closeUp();
    flushSync();

    await expect.poll(() => hasColour('--brick-mark')).toBe(true);
    expect(hasColour('--plum-mark')).toBe(false);
  });
});

function hasColour(name: string): boolean {
  const canvas = map().element().querySelector('canvas');
  const context = canvas?.getContext('2d');
  if (canvas === null || context === null || context === undefined) return false;
  context.save();
  context.fillStyle = getComputedStyle(canvas).getPropertyValue(name).trim();
  const wanted = Number.parseInt(context.fillStyle.slice(1), 16);
  context.restore();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha] = data.subarray(at, at + 4);
    if (alpha === 255 && (red << 16) + (green << 8) + blue === wanted) return true;
  }
  return false;
}
