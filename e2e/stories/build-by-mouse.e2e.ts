import { expectStatus, openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, drag, expectSaved, middleOf, outletOf } from './desk.ts';

test('a workflow is built from nothing by mouse', async ({ page, host, complaints }) => {
  await openApp(page, host.url);
  const { canvas, source, node, button, field, problems, graph } = desk(page);
  await button('New workflow').click();
  await expect(page.getByText('Empty graph. Press 1 to 9 to add a task.')).toBeVisible();
  await button('Task').click();
  await field('Name').fill('Three numbers');
  await expect(page.getByRole('heading', { level: 1, name: 'Three numbers' })).toBeVisible();

  // A task is dragged from the tray, and its fields stand beside the canvas.
  const { x, y, width } = await graph.boundingBox().then((box) => box ?? Promise.reject(Error()));
  await drag(page, await middleOf(button('Add noop (2)')), { x: x + width * 0.3, y: y + 160 });
  await page.mouse.up();
  await expect(node('noop1')).toBeVisible();
  await field('Output').fill('[1, 2, 3]');

  // The next one is pulled out of it, onto empty canvas.
  await drag(page, await outletOf(node('noop1')), { x: x + width * 0.65, y: y + 160 });
  await page.mouse.up();
  await page.getByRole('option', { name: 'js' }).click();
  await expect(node('js1')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'js1' })).toBeVisible();
  await field('Code').fill('export default ({ inputs }) => inputs.noop1.map((one) => one * 2);');

  // A circle is refused before letting go, in words, and nothing is changed.
  await drag(page, await outletOf(node('js1')), await middleOf(node('noop1')));
  await expect(page.getByText('That would be a circle: noop1 → js1 → noop1')).toBeVisible();
  await page.mouse.up();
  await expect(page.getByText(/That would be a circle/)).toBeHidden();

  // What the mouse did stands in the text, and undo takes back one act at a time.
  await button('Source').click();
  await expect(source).toContainText('dependencies: [noop1]');
  await expect(problems).toContainText('No problems');
  await button('Undo').click();
  await expect(source).not.toContainText('one * 2');
  await button('Redo').click();
  await expect(source).toContainText('one * 2');
  await expectSaved(page);

  await button('Save version').click();
  await expect(page.getByText('Version 2 is saved.')).toBeVisible();
  await canvas.focus();
  await button('Run').click();
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('6');
  expect(complaints).toEqual([]);
});
