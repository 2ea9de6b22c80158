import { flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { textFor } from '#text/text.ts';
import type { SourceDocument } from '#ui/editor/source-document.ts';
import '#ui/theme/base.css';
import SourceEditor from './SourceEditor.svelte';

/** It stays in force, so that this file holds no other test. */
function enforce(policy: string): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  document.head.append(meta);
}

/** Of the first piece of the text that holds it. */
function lookOf(target: HTMLElement, text: string): string {
  const lines = target
    .querySelector('.source')
    ?.shadowRoot?.querySelectorAll('.cm-line, .cm-line *');
  const found = [...(lines ?? [])].findLast((one) => one.textContent.includes(text));
  return found === undefined ? '' : getComputedStyle(found).color;
}

test('the source asks for nothing that our policy refuses', async () => {
  const target = document.createElement('div');
  document.body.append(target);
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
    violations.push(`${violatedDirective} ${sample}`);
  });
  enforce("style-src 'self'; style-src-attr 'none'; require-trusted-types-for 'script'");
  const type = vi.fn<SourceDocument['type']>();
  const source: SourceDocument = {
    text: '# a note\nid: x\n',
    format: 'yaml',
    problems: [],
    outline: null,
    type,
    undo: vi.fn<() => void>(),
    redo: vi.fn<() => void>(),
    follow: () => () => undefined,
  };
  const option = { label: 'name', insert: 'name: ', kind: 'field', topic: null } as const;

  const editor = mount(SourceEditor, {
    target,
    props: {
      document: source,
      text: textFor('en'),
      complete: () => Promise.resolve({ from: 0, to: 0, options: [option] }),
      explain: () => Promise.resolve(null),
      marked: null,
      oncursor: () => undefined,
      isReadOnly: false,
      isDark: false,
    },
  });
  flushSync();
  await page.getByRole('textbox', { name: 'Source' }).click();
  await userEvent.keyboard('{Control>} {/Control}');
  await expect.element(page.getByRole('option', { name: 'name' })).toBeVisible();
  await userEvent.keyboard('{Escape}{Control>}f{/Control}');

  await expect.element(page.getByRole('textbox', { name: 'Find' })).toBeVisible();
  const gutters = target.querySelector('.source')?.shadowRoot?.querySelector('.cm-gutters');
  expect(gutters === null || gutters === undefined ? '' : getComputedStyle(gutters).display).toBe(
    'flex',
  );
  // Written over, by keys and as an input method does: the browser would keep the look of what stood there.
  await userEvent.keyboard('{Escape}{Control>}a{/Control}');
  await expect.poll(() => lookOf(target, 'a note')).not.toBe(lookOf(target, ''));
  await userEvent.keyboard('m');
  await userEvent.keyboard('{Control>}a{/Control}名');
  expect(type).toHaveBeenCalledTimes(2);
  expect(target.querySelector('.source')?.shadowRoot?.querySelector('.cm-line[style]')).toBeNull();
  expect(violations).toEqual([]);
  // The policy is in force.
  document.head.append(Object.assign(document.createElement('style'), { textContent: 'a {}' }));
  await vi.waitFor(() => {
    expect(violations).toHaveLength(1);
  });
  void unmount(editor);
});
