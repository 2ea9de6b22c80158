import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import type { TaskState } from '#core/execution/events.ts';
import { NodeStates } from './node-states.svelte.ts';
import { middleOf } from './testing/pointer.ts';
import { showStage } from './testing/show-stage.ts';
import { StagedGraph } from './testing/staged-graph.svelte.ts';
import '#ui/theme/base.css';

let leave: () => void = () => undefined;
const task = (...needs: string[]) => ({ type: 'js', needs });

beforeEach(async () => {
  await page.viewport(1100, 700);
});
afterEach(async () => {
  leave();
  localStorage.clear();
  await prefers('no-preference');
});

/** A run of which each task hands on twelve rows. */
class Run extends StagedGraph {
  override readonly states = new NodeStates();

  constructor(tasks: Readonly<Record<string, ReturnType<typeof task>>>) {
    super(tasks);
    this.isReadOnly = true;
    this.flowOf = (id) => (this.states.of(id)?.state === 'succeeded' ? '12 rows' : null);
    this.set('pending', ...Object.keys(tasks));
  }

  set(state: TaskState, ...ids: readonly string[]): this {
    for (const id of ids) this.states.set(id, { state, second: '', progress: null });
    return this;
  }

  async show(): Promise<this> {
    leave = showStage(this);
    await expect
      .poll(() => document.querySelectorAll('[data-task-id]').length)
      .toBe(this.tasks.size);
    return this;
  }
}

const told = () => page.getByRole('tooltip');
const said = () => document.querySelector('[aria-live="polite"]')?.textContent;
const nodeOf = (id: string) => document.querySelector(`[data-task-id="${id}"]`);
function between(from: string, to: string) {
  const [one, other] = [middleOf(nodeOf(from)), middleOf(nodeOf(to))];
  return {
    clientX: (one.clientX + other.clientX) / 2,
    clientY: (one.clientY + other.clientY) / 2,
  };
}
function hover(at: { readonly clientX: number; readonly clientY: number }): void {
  const event = new PointerEvent('pointermove', { ...at, bubbles: true, pointerType: 'mouse' });
  document.elementFromPoint(at.clientX, at.clientY)?.dispatchEvent(event);
}
const filling = () => document.querySelectorAll('.channels .fills').length;
const full = () => document.querySelectorAll('.channels .water.full:not(.fills)').length;
/** The most that filled at once, however short it was, until the canvas is taken away. */
function mostFilling(): { readonly most: number } {
  const seen = { most: filling() };
  const watching = new MutationObserver(() => {
    seen.most = Math.max(seen.most, filling());
  });
  watching.observe(document.body, { childList: true, subtree: true });
  const before = leave;
  leave = () => {
    watching.disconnect();
    before();
  };
  return seen;
}
/** The browser's own answer to what the person wants of motion. */
async function prefers(motion: 'reduce' | 'no-preference'): Promise<void> {
  const features = [{ name: 'prefers-reduced-motion', value: motion }];
  await cdp().send('Emulation.setEmulatedMedia', { features });
}

describe('what came through a full channel', () => {
  test('is told while the pointer is on it', async () => {
    const run = new Run({ a: task(), b: task('a') }).set('succeeded', 'a');
    await run.show();

    hover(between('a', 'b'));

    await expect.element(told()).toHaveTextContent('12 rows came through a → b');
    hover({ clientX: 60, clientY: 60 });
    await expect.poll(() => told().query()).toBeNull();
  });

  test('can be read with the keyboard, and sent away', async () => {
    const run = new Run({ a: task(), b: task('a') }).set('succeeded', 'a');
    await run.show();
    document.querySelector<HTMLElement>('.svelte-flow')?.focus();

    await userEvent.keyboard('{Home}]');

    await expect.element(told()).toHaveTextContent('12 rows came through a → b');
    expect(said()).toBe('b, pending, 2 of 2, 12 rows came through');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => told().query()).toBeNull();
  });

  test('is told when it is pressed, which is all a finger can do', async () => {
    const run = new Run({ a: task(), b: task('a') }).set('succeeded', 'a');
    await run.show();
    const at = between('a', 'b');

    document
      .elementFromPoint(at.clientX, at.clientY)
      ?.dispatchEvent(new MouseEvent('click', { ...at, bubbles: true }));

    await expect.element(told()).toBeVisible();
    expect(said()).toBe('a → b, 12 rows came through');
  });

  test('is not told of a dry one', async () => {
    const run = new Run({ a: task(), b: task('a') });
    await run.show();
    document.querySelector<HTMLElement>('.svelte-flow')?.focus();

    hover(between('a', 'b'));
    await userEvent.keyboard('{Home}]');

    expect(said()).toBe('b, pending, 2 of 2');
    expect(told().query()).toBeNull();
  });
});

describe('a channel', () => {
  test('fills once, when the first output comes while one looks', async () => {
    const run = new Run({ a: task(), b: task('a') });
    await run.show();
    const seen = mostFilling();

    run.set('succeeded', 'a');
    await expect.poll(full).toBe(1);

    expect(seen.most).toBe(1);
    expect(filling()).toBe(0);
  });

  test('that was full when the page opened is full', async () => {
    const run = new Run({ a: task(), b: task('a'), c: task('b') }).set('succeeded', 'a');
    await run.show();
    const seen = mostFilling();

    run.set('running', 'b');
    await expect.poll(() => nodeOf('b')?.getAttribute('data-state')).toBe('running');

    expect(seen.most).toBe(0);
    expect(full()).toBe(1);
  });

  test('is full at once where less motion is wanted', async () => {
    await prefers('reduce');
    const run = new Run({ a: task(), b: task('a') });
    await run.show();
    const seen = mostFilling();

    run.set('succeeded', 'a');
    await expect.poll(full).toBe(1);

    expect(seen.most).toBe(0);
  });

  test('of more than forty at once is full without moving', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `t${String(index)}`);
    const run = new Run({
      a: task(),
      ...Object.fromEntries(many.map((id) => [id, task('a')])),
    });
    await run.show();
    const seen = mostFilling();

    run.set('succeeded', 'a');
    await expect.poll(() => seen.most > 0 && filling() === 0).toBe(true);

    expect(seen.most).toBe(40);
  });
});
