import type { Page } from '@playwright/test';

/** Short, because only the lines on the screen can be compared. */
export const workflow = `millrace: 1
id: walked
name: Walked
tasks:
  one:
    type: noop
  # the second
  two: { type: noop, dependencies: [one] }
`;
const linesMax = 26;
const words = ['a', 'late: 1', '"', '[', 'x y', '# why', ': ', '名', 'noop', '{}'];

function oneOf<Item>(list: readonly Item[]): Item {
  const item = list[Math.floor(Math.random() * list.length)];
  if (item === undefined) throw new Error('Nothing to choose from.');
  return item;
}

const source = (page: Page) => page.getByRole('textbox', { name: 'Source' });

async function goSomewhere(page: Page): Promise<void> {
  await source(page).focus();
  await page.keyboard.press(oneOf(['Control+End', 'Control+Home', 'End', 'Home']));
  const steps = Math.floor(Math.random() * 6);
  const key = oneOf(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']);
  for (let step = 0; step < steps; step += 1) await page.keyboard.press(key);
}

/** Each is what a person does in a second or less. */
const acts: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  types: async (page) => {
    await goSomewhere(page);
    await page.keyboard.type(oneOf(words), { delay: 15 });
    await page.keyboard.press('Escape');
  },
  typesLine: async (page) => {
    await source(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(`# ${String(Date.now())}`, { delay: 15 });
    await page.keyboard.press('Enter');
  },
  removes: async (page) => {
    await goSomewhere(page);
    for (let key = 0; key < 4; key += 1) await page.keyboard.press('Backspace');
  },
  undoes: async (page) => {
    await source(page).focus();
    await page.keyboard.press('Control+z');
  },
  redoes: async (page) => {
    await source(page).focus();
    await page.keyboard.press('Control+y');
  },
  draws: async (page) => {
    await page.getByRole('application').focus();
    await page.keyboard.press(oneOf(['2', '3', 'd', 'Delete', 'Alt+ArrowRight']));
  },
  fills: async (page) => {
    const field = page.getByRole('textbox', { name: 'Name', exact: true }).first();
    if (!(await field.isVisible())) return;
    await field.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('namedOverAndOverAgain', { delay: 25 });
  },
  halves: async (page) => {
    const field = await halfField(page);
    if (!(await field.isVisible())) return;
    await field.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`{"of": "${String(Date.now())}", "list": [1, 2,`, { delay: 25 });
  },
};

/** The field for JSON of the first task, which its node opens. */
export async function halfField(page: Page) {
  await page.locator('.node[data-task-id]').first().click();
  return page.getByRole('textbox', { name: 'Output', exact: true });
}

/** Does one thing. */
export async function actOnce(page: Page, linesShown: number, doing: (act: string) => void) {
  if (linesShown > linesMax) {
    doing('begins anew');
    await source(page).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(workflow);
    return;
  }
  const name = oneOf([...Object.keys(acts), 'types', 'typesLine']);
  doing(name);
  await acts[name]?.(page);
}
