import type { Page } from '@playwright/test';

export async function openApp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-ready="true"]').waitFor();
}

export async function importText(page: Page, name: string, text: string): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });
}

/** From the beginning of the navigation until the first screen answers. */
export async function readyMs(page: Page, url: string): Promise<number> {
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const { dataset } = document.documentElement;
      if (dataset['ready'] === 'true') dataset['readyMs'] ??= String(performance.now());
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
  });
  await openApp(page, url);
  return Number(await page.locator('html').getAttribute('data-ready-ms'));
}

interface Shown {
  /** A link to go to, an event to wait for, or null: from the beginning of the navigation. */
  readonly from: string | null;
  readonly selector: string;
}

/** Until what the selector names is on the screen, and with it a status if it is a run. */
export function shownMs(page: Page, shown: Shown): Promise<number> {
  return page.evaluate(async ({ from, selector }) => {
    const frame = () => new Promise(requestAnimationFrame);
    let startedAt = from === null ? 0 : performance.now();
    if (from?.startsWith('#') === true) location.hash = from;
    else if (from !== null) {
      await new Promise((resolve) => {
        document.addEventListener(from, resolve, { capture: true, once: true });
      });
      startedAt = performance.now();
    }
    const isThere = () =>
      document.querySelector(selector) !== null &&
      (!location.hash.startsWith('#/runs/') || document.querySelector('[role=status]') !== null);
    while (!isThere()) await frame();
    // Drawn, and not only there.
    await frame();
    return performance.now() - startedAt;
  }, shown);
}

/** Runs what is open to its end. @returns the run's link. */
export async function runFinished(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/#\/runs\//);
  await page.locator('[role=status][data-status=completed]').waitFor({ timeout: 300_000 });
  return new URL(page.url()).hash;
}
