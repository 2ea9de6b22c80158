import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readOutline } from '#core/workflow/read-outline.ts';
import { applyChanges } from '#core/workflow/text-change.ts';
import { OneBrowser, type Tab } from './testing/one-browser.ts';
import { Chance } from '#core/shared/testing/chance.ts';
import { randomOperation, randomTyping } from './testing/random-acts.ts';

/** What a kill may cost: milliseconds of typing. */
const lostMax = 300;
const walks = 8;
const actsOfWalk = 250;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Until everything that was begun has ended. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(3_000);
}

/** Graph, source, storage and history say the same. */
function expectOne(tab: Tab, browser: OneBrowser, about: string): void {
  const { desk } = tab;
  const outline = readOutline({ text: desk.text, format: desk.format });
  expect(tab.source, `${about}: the source view`).toBe(desk.text);
  expect(desk.isReadable, `${about}: readable`).toBe(outline !== null);
  if (outline !== null) expect(desk.outline, `${about}: the graph`).toEqual(outline);
  const { stored } = browser;
  expect(stored.text, `${about}: storage`).toBe(desk.text);
  expect(stored.half ?? {}, `${about}: half written`).toEqual(desk.half.stored);
  const before = stored.steps.filter(({ n }) => n < stored.position);
  let text = stored.text;
  for (const { inverse } of before.toReversed()) text = applyChanges(text, inverse);
  for (const { changes } of before) text = applyChanges(text, changes);
  expect(text, `${about}: the replayed history`).toBe(stored.text);
}

async function act(tab: Tab, chance: Chance): Promise<void> {
  const { desk } = tab;
  const kind = chance.below(24);
  if (kind >= 20) {
    const at = chance.of([['description'], ['params'], ['name']]);
    if (chance.is(0.7)) desk.half.put(at, `half ${String(chance.below(1_000))}`, []);
    else desk.half.drop(at);
  } else if (kind < 9) {
    const changes = randomTyping(chance, desk.text);
    tab.source = applyChanges(tab.source, changes);
    desk.type(changes);
  } else if (kind < 14) {
    const done = desk.edit(randomOperation(chance, desk.outline), chance.is(0.3) ? 'form' : null);
    // A person may do the next thing before it is worked out.
    if (chance.is(0.7)) await done;
  } else if (kind < 17) desk.undo();
  else if (kind < 19) desk.redo();
  else desk.replace(`${desk.text.slice(0, desk.text.length / 2)}# restored\n`);
  tab.look();
}

/** Now and then it is one with a mistake in its form; then it is mended, so that the walk goes on. */
function mend(tab: Tab): void {
  if (tab.desk.isReadable && tab.desk.text.length < 1_500) return;
  while (tab.desk.canUndo && readOutline(tab.desk) === null) tab.desk.undo();
  if (readOutline(tab.desk) === null || tab.desk.text.length >= 1_500) {
    tab.desk.replace('millrace: 1\nid: w\ntasks:\n  one: { type: noop }\n');
  }
  tab.look();
}

describe('thousands of edits, undos, reloads and kills', () => {
  test.each(Array.from({ length: walks }, (_, index) => index + 1))(
    'lose nothing that was on the screen for 300 ms, and stay one text: seed %i',
    async (seed) => {
      const chance = new Chance(seed);
      const browser = new OneBrowser(chance);
      const opening = browser.openTab();
      await settle();
      let tab = await opening;
      for (let number = 0; number < actsOfWalk; number += 1) {
        await act(tab, chance);
        await vi.advanceTimersByTimeAsync(chance.below(chance.is(0.1) ? 900 : 120));
        tab.look();
        // On a full disk the page says that it is not saved, and a kill costs what it said.
        const isUnsafe = browser.isFull || tab.keeper.state === 'diskFull';
        const what = isUnsafe ? 2 + chance.below(4) : chance.below(25);
        const about = `seed ${String(seed)}, act ${String(number)}`;
        if (what === 0) {
          const kept = tab.seenSince(lostMax);
          tab.kill();
          await settle();
          const again = browser.openTab();
          await settle();
          tab = await again;
          expect(kept, `${about}: killed`).toContain(tab.written);
        } else if (what === 1) {
          const { written } = tab;
          tab.close();
          await settle();
          const again = browser.openTab();
          await settle();
          tab = await again;
          expect(tab.written, `${about}: reloaded`).toBe(written);
        } else if (what === 2) {
          browser.isFull = !browser.isFull;
        } else if (what < 6) {
          browser.isFull = false;
          await settle();
          expectOne(tab, browser, about);
          mend(tab);
        }
      }
    },
  );
});

describe('two tabs on one text', () => {
  const seeds = Array.from({ length: 3 }, (_, index) => index + 1);
  const openTwo = async (browser: OneBrowser) => {
    const opening = [browser.openTab(), browser.openTab()];
    await settle();
    return Promise.all(opening);
  };
  const put = (tab: Tab, from: number, insert: string) => {
    const changes = [{ from, to: from, insert }];
    tab.source = applyChanges(tab.source, changes);
    tab.desk.type(changes);
  };

  test.each(seeds)('end with one, and it holds all that was typed: seed %i', async (seed) => {
    const chance = new Chance(seed);
    const browser = new OneBrowser(chance);
    const tabs = await openTwo(browser);
    const typed: string[] = [];
    for (let number = 0; number < 120; number += 1) {
      for (const [index, tab] of tabs.entries()) {
        if (chance.is(0.4)) continue;
        const starts = [...tab.desk.text.matchAll(/^/gm)].map((found) => found.index);
        const mark = `#${String(index)}.${String(number)}\n`;
        typed.push(mark);
        put(tab, starts[chance.below(starts.length)] ?? 0, mark);
      }
      await vi.advanceTimersByTimeAsync(chance.below(chance.is(0.1) ? 1_500 : 90));
    }
    await settle();

    for (const tab of tabs) expectOne(tab, browser, `seed ${String(seed)}`);
    expect(typed.filter((mark) => !browser.stored.text.includes(mark))).toEqual([]);
  });

  test.each(seeds)('are one again after any edits and undos in both: seed %i', async (seed) => {
    const chance = new Chance(seed);
    const browser = new OneBrowser(chance);
    const tabs = await openTwo(browser);
    for (let number = 0; number < 120; number += 1) {
      for (const tab of tabs) if (chance.is(0.6)) await act(tab, chance);
      await vi.advanceTimersByTimeAsync(chance.below(chance.is(0.1) ? 1_500 : 90));
      if (number % 20 !== 19) continue;
      await settle();
      for (const tab of tabs) expectOne(tab, browser, `seed ${String(seed)}, ${String(number)}`);
      if (tabs[0] !== undefined) mend(tabs[0]);
    }
  });

  test('what is typed here is kept also when there something was typed and taken back', async () => {
    const browser = new OneBrowser(new Chance(1));
    const [here, there] = await openTwo(browser);
    if (here === undefined || there === undefined) throw new Error('No tabs.');
    put(there, 0, '# no\n');
    there.desk.undo();
    // Both are written at one moment, and the other tab is the faster one.
    const flushing = there.keeper.flush();
    put(here, 0, '# yes\n');
    await settle();
    await flushing;

    expect(browser.stored.text).toContain('# yes');
    expectOne(here, browser, 'here');
    expectOne(there, browser, 'there');
  });
});
