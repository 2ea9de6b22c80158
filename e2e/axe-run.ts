import type { Page } from '@playwright/test';
import type AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;
interface Found {
  readonly violations: Results['violations'];
  /** How many rules were met. */
  readonly passes: number;
}

/** In the page, once it was brought there. */
interface Axe {
  run(context: Document, options: object): Promise<Results>;
  readonly utils: { getFrameContexts(context: Document): readonly unknown[] };
}

// Every screen and state holds WCAG 2.0 to 2.2, A and AA, and what is good practice.
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const wanted = {
  everything: { type: 'tag', values: tags },
  colours: { type: 'rule', values: ['color-contrast'] },
} as const;

const nearby = createRequire(fileURLToPath(import.meta.resolve('@axe-core/playwright')));
const source = readFileSync(nearby.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The rules of axe, run where the page is. Its builder for Playwright brings axe anew for every look and
 * opens a page to put the answers of frames together, which takes eight times as long; here no frame shows
 * anything, and a look fails where one does.
 */
export async function findIn(page: Page, what: keyof typeof wanted): Promise<Found> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(source);
  return page.evaluate(look, wanted[what]);
}

/** Runs inside the page. */
async function look(runOnly: object): Promise<Found> {
  const { axe } = globalThis as unknown as { readonly axe: Axe };
  if (axe.utils.getFrameContexts(document).length > 0) throw new Error('A frame shows something');
  // Colours must stand still while they are measured.
  const ends = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished);
  await Promise.allSettled(ends);
  const { violations, passes } = await axe.run(document, {
    runOnly,
    resultTypes: ['violations'],
  });
  return { violations, passes: passes.length };
}
