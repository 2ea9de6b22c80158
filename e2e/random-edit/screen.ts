import type { Page } from '@playwright/test';
import { readOutline } from '#core/workflow/read-outline.ts';
import { textFor } from '#text/text.ts';

/** What the source showed, and since when (milliseconds of the wall clock). */
export interface Seen {
  readonly text: string;
  readonly at: number;
}

/** Notes every change of the source and of the field that has focus, as it is drawn. */
export async function watchScreen(page: Page): Promise<{ seen: Seen[]; fields: Seen[] }> {
  const [seen, fields]: [Seen[], Seen[]] = [[], []];
  await page.exposeFunction('noteSource', (text: string, at: number) => {
    seen.push({ text, at });
  });
  await page.exposeFunction('noteField', (text: string, at: number) => {
    fields.push({ text, at });
  });
  await page.evaluate(() => {
    const notes = globalThis as unknown as Record<string, (text: string, at: number) => void>;
    const root = [...document.querySelectorAll('.source')].find(
      (one) => one.shadowRoot !== null,
    )?.shadowRoot;
    if (root === undefined || root === null) throw new Error('There is no source to watch.');
    let last: string | null = null;
    const note = () => {
      const lines = [...root.querySelectorAll('.cm-line')].map((line) => line.textContent);
      const text = lines.join('\n');
      if (text === last) return;
      last = text;
      notes['noteSource']?.(text, Date.now());
    };
    note();
    const watching = { subtree: true, childList: true, characterData: true };
    new MutationObserver(note).observe(root, watching);
    document.addEventListener('input', ({ target }) => {
      const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (isField) notes['noteField']?.(target.value, Date.now());
    });
  });
  return { seen, fields };
}

/** In the screen's own words, how graph and text differ; nothing when they do not. */
export async function graphDifferences(page: Page, text: string): Promise<readonly string[]> {
  const outline = readOutline({ text, format: 'yaml' });
  const words = textFor('en');
  const isWaiting = await page.getByText(words.editor.unreadable).isVisible();
  if (outline === null) return isWaiting ? [] : ['the graph does not say that it waits'];
  if (isWaiting) return ['the graph waits for a text that can be read'];
  const labels = await page
    .locator('.node[data-task-id]')
    .evaluateAll((nodes) =>
      nodes.map((node) => [node.getAttribute('data-task-id'), node.getAttribute('aria-label')]),
    );
  const shown = new Map(labels.map(([id, label]) => [id, label ?? '']));
  const found: string[] = [];
  if (shown.size !== outline.tasks.length) {
    found.push(`${String(shown.size)} nodes for ${String(outline.tasks.length)} tasks`);
  }
  for (const { id, dependencies } of outline.tasks) {
    const label = shown.get(id);
    const names = dependencies.map((index) => outline.tasks[index]?.name ?? '');
    // The label names four; more are a number.
    const needs = names.length === 0 || names.length > 4 ? '' : words.graph.needs(names);
    if (label === undefined) found.push(`no node for ${id}`);
    else if (!label.includes(needs)) found.push(`${id} is shown as "${label}"`);
  }
  return found;
}
