import type { Locator, Page } from '@playwright/test';
import type { ExecutionStatus } from '#core/execution/events.ts';
import type { Language } from '#text/languages.ts';
import { textFor, type Text } from '#text/text.ts';
import type { StaticHost } from './static-host.ts';
import { findIn } from './axe-run.ts';
import { expect } from './fixtures.ts';

/** A page in one language, in which every state is looked at in both themes. */
export class Walk {
  readonly page: Page;
  readonly text: Text;
  readonly #found: string[] = [];
  readonly #home: string;
  readonly #lang: Language;

  constructor(page: Page, host: StaticHost, lang: Language) {
    this.page = page;
    this.text = textFor(lang);
    this.#home = host.url;
    this.#lang = lang;
  }

  /** Without a reload when it is a hash of the page that is open. */
  async go(hash: string, page: Page = this.page): Promise<void> {
    await page.goto(`${this.#home}?theme=system&lang=${this.#lang}${hash}`);
    await page.locator('html[data-ready="true"]').waitFor();
  }

  /** Until the screen of this name is drawn: some are fetched when they are gone to. */
  async arrive(heading: string, page: Page = this.page): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  }

  /** The findings are collected, so that one walk names them all. */
  async look(state: string, page: Page = this.page): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Of a theme only the colours depend; everything else was looked at in the light one.
      const isLight = colorScheme === 'light';
      const { violations, passes } = await findIn(page, isLight ? 'everything' : 'colours');
      expect(passes).toBeGreaterThanOrEqual(isLight ? 10 : 1);
      for (const { id, nodes } of violations) {
        const places = nodes.map(
          ({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`,
        );
        this.#found.push(`${state}, ${colorScheme}: ${id}: ${places.join(' | ')}`);
      }
    }
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  async import(name: string, content: object | string): Promise<void> {
    await this.go('#/');
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const buffer = Buffer.from(text);
    await this.page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'application/json', buffer });
  }

  async importWorkflow(id: string, content: object): Promise<void> {
    await this.import(`${id}.json`, { millrace: 1, id, ...content });
    await this.page.waitForURL((url) => url.hash === `#/workflows/${id}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  async run(status: ExecutionStatus): Promise<void> {
    await this.button(this.text.workflow.run).click();
    await this.page.waitForURL(/#\/runs\/[^/]+$/);
    await this.expectStatus(status);
  }

  async expectStatus(status: ExecutionStatus): Promise<void> {
    const word = this.text.states.status[status];
    await expect(this.page.getByRole('status')).toHaveText(new RegExp(`^\\s*${word}`), {
      timeout: 20_000,
    });
  }

  async openTask(id: string): Promise<void> {
    await this.page.locator(`tr[data-task-id="${id}"] a`).click();
    await this.page.waitForURL(/\/tasks\//);
    await this.page.getByRole('region', { name: this.text.run.panel(id) }).waitFor();
  }

  end(): void {
    expect(this.#found).toEqual([]);
  }
}
