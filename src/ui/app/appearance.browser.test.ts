import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { textFor } from '#text/text.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { Appearance } from './appearance.svelte.ts';

let client = new MemoryClient();
let leave: () => void = () => undefined;
const root = document.documentElement;
const chinese = textFor('zh-CN');

beforeEach(async () => {
  await page.viewport(1280, 900);
  localStorage.clear();
  client = new MemoryClient();
});
afterEach(() => {
  leave();
  leave = () => undefined;
  localStorage.clear();
  delete root.dataset['theme'];
  root.lang = 'en';
});

const open = () => {
  leave = mountPage(client, '#/settings');
};
const appearance = () =>
  new Appearance(window, {
    language: 'en',
    text: textFor('en'),
    load: (language) => Promise.resolve(textFor(language)),
  });

describe('a theme and a language that were chosen', () => {
  test('are in the database as soon as they are chosen', async () => {
    open();

    await page.getByLabelText('Dark').click();
    await page.getByLabelText('简体中文').click();

    await expect.poll(() => client.appearance).toEqual({ theme: 'dark', language: 'zh-CN' });
  });

  test('come back from the database where the browser has lost its own memory', async () => {
    client.appearance = { theme: 'dark', language: 'zh-CN' };

    open();

    await expect
      .element(page.getByRole('heading', { name: chinese.settings.heading }))
      .toBeVisible();
    expect([root.lang, root.dataset['theme']]).toEqual(['zh-CN', 'dark']);
    expect(localStorage.getItem('millrace.language')).toBe('zh-CN');
    expect(localStorage.getItem('millrace.theme')).toBe('dark');
  });

  test('are those of the database where the browser has fallen back to older ones', async () => {
    localStorage.setItem('millrace.theme', 'light');
    client.appearance = { theme: 'dark', language: null };

    open();

    await expect.poll(() => root.dataset['theme']).toBe('dark');
  });

  test('are taken into a database that does not have them yet', async () => {
    localStorage.setItem('millrace.theme', 'light');

    open();

    await expect.poll(() => client.appearance).toEqual({ theme: 'light', language: null });
    expect(root.dataset['theme']).toBe('light');
  });

  test('are not overruled by a database that answers after the person has chosen', async () => {
    const answer = Promise.withResolvers<{ theme: string | null; language: string | null }>();
    const kept: unknown[] = [];
    const here = appearance();
    const keeping = here.keepIn({
      getAppearance: () => answer.promise,
      setAppearance: (chosen) => Promise.resolve(void kept.push(chosen)),
    });

    here.chooseTheme('light');
    answer.resolve({ theme: 'dark', language: 'zh-CN' });
    await keeping;

    expect([here.theme, here.language]).toEqual(['light', 'zh-CN']);
    expect(kept.at(-1)).toEqual({ theme: 'light', language: 'zh-CN' });
  });

  test('are not touched by names that this build does not know', async () => {
    const here = appearance();

    await here.keepIn({
      getAppearance: () => Promise.resolve({ theme: 'sepia', language: 'tlh' }),
      setAppearance: () => Promise.resolve(),
    });

    expect([here.theme, here.language]).toEqual(['system', 'en']);
  });

  test('that cannot be shown now are not forgotten by the next choice', async () => {
    const kept: unknown[] = [];
    const here = new Appearance(window, {
      language: 'en',
      text: textFor('en'),
      load: () => Promise.reject(new Error('offline')),
    });
    await here.keepIn({
      getAppearance: () => Promise.resolve({ theme: null, language: 'zh-CN' }),
      setAppearance: (chosen) => Promise.resolve(void kept.push(chosen)),
    });

    here.chooseTheme('dark');

    expect(here.language).toBe('en');
    expect(kept).toEqual([{ theme: 'dark', language: 'zh-CN' }]);
  });
});
