import type { Locator, Page } from '@playwright/test';
import { english } from '#text/en/catalogue.ts';
import type { Text } from '#text/text.ts';
import { expect } from '../fixtures.ts';

/** What a person has before them on the page of a workflow, by the words they read there. */
export const desk = (page: Page, text: Text = english) => ({
  canvas: page.getByRole('application', { name: text.workflow.picture('').trim() }),
  source: page.getByRole('textbox', { name: text.editor.source }),
  problems: page.getByRole('region', { name: new RegExp(`^${text.editor.problems}`) }),
  graph: page.getByRole('region', { name: text.editor.graph, exact: true }),
  node: (name: string) => page.getByRole('group', { name: new RegExp(`^${name}[,，]`) }),
  button: (name: string) => page.getByRole('button', { name, exact: true }),
  field: (name: string) => page.getByRole('textbox', { name, exact: true }),
});

/** Everything that was written, in its place. */
export async function rewrite(page: Page, source: Locator, text: string): Promise<void> {
  await source.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

/** Until the page says that it holds what was typed. */
export async function expectSaved(page: Page, { editor }: Text = english): Promise<void> {
  await expect(page.getByText(editor.state.saved)).toBeVisible();
}

/** A press of the mouse held from one place to another. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export async function middleOf(place: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(place);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where a connection is pulled from: in the middle of the right or of the lower edge. */
export async function outletOf(node: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(node.locator('[data-outlet]'));
  return { x: x + width / 2, y: y + height / 2 };
}

/** Once it stands still: a graph that is laid anew glides. */
async function boxOf(place: Locator) {
  let last = '';
  await expect
    .poll(async () => {
      const now = JSON.stringify(await place.boundingBox());
      const isStill = now === last && now !== 'null';
      last = now;
      return isStill;
    })
    .toBe(true);
  return JSON.parse(last) as Point & { readonly width: number; readonly height: number };
}

/** By Tab, as a person without a mouse gets there. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await isFocused(place)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came there');
}

async function isFocused(place: Locator): Promise<boolean> {
  if ((await place.count()) !== 1) return false;
  return place.evaluate((element) => {
    const root = element.getRootNode();
    return (root as Document | ShadowRoot).activeElement === element;
  });
}
