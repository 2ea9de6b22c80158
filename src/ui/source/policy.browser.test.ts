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

test('the source asks for nothing that our policy refuses', async () => {
  const target = document.createElement('div');
  document.body.append(target);
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
    violations.push(`${violatedDirective} ${sample}`);
  });
  enforce("style-src 'self'; style-src-attr 'none'; require-trusted-types-for 'script'");
  const source: SourceDocument = {
    text: 'id: x\n',
    format: 'yaml',
    problems: [],
    outline: null,
    type: vi.fn<SourceDocument['type']>(),
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
  expect(violations).toEqual([]);
  // The policy is in force.
  document.head.append(Object.assign(document.createElement('style'), { textContent: 'a {}' }));
  await vi.waitFor(() => {
    expect(violations).toHaveLength(1);
  });
  void unmount(editor);
});
