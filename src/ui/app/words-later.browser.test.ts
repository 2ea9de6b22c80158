import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { english } from '#text/en/catalogue.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { memoryKit } from '#ui/testing/memory-kit.ts';
import { aWorkflow } from '#ui/testing/samples.ts';
import App from './App.svelte';
import '#ui/theme/base.css';

let leave: () => void = () => undefined;
afterEach(() => {
  leave();
});

/** A page whose rare words are still on their way. */
function open(client: MemoryClient, hash: string): () => void {
  const words = Promise.withResolvers<undefined>();
  const text = { ...english, ready: () => words.promise };
  const kit = memoryKit();
  location.hash = hash;
  const target = document.createElement('div');
  document.body.append(target);
  const props = { client, kit: { ...kit, words: { ...kit.words, text } } };
  const app = mount(App, { target, props });
  flushSync();
  leave = () => {
    void unmount(app);
    target.remove();
  };
  return () => {
    words.resolve(undefined);
  };
}

describe('words that a catalogue leaves for later', () => {
  test('are here before a screen that says what parsers said', async () => {
    const client = new MemoryClient().add(aWorkflow({ id: 'w', name: 'Delays', tasks: {} }));
    const come = open(client, '#/workflows/w');
    const heading = page.getByRole('heading', { level: 1, name: 'Delays' });
    await expect.element(page.getByRole('banner')).toBeVisible();
    expect(heading.query()).toBeNull();

    come();

    await expect.element(heading).toBeVisible();
  });

  test('do not hold up the list, but what it says of a file', async () => {
    const client = new MemoryClient().add(aWorkflow({ id: 'w', name: 'Delays', tasks: {} }));
    const problem = {
      code: 'syntax',
      severity: 'error',
      reason: 'empty',
      args: {},
      line: 1,
      column: 1,
      path: [],
      taskIds: [],
      hint: null,
    } as const;
    client.onImport = () => ({ kind: 'invalid', problems: [problem] });
    const come = open(client, '#/');
    await expect.element(page.getByRole('link', { name: 'Delays' })).toBeVisible();

    const data = new DataTransfer();
    data.items.add(new File([''], 'x.yaml'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    await expect.poll(() => client.imported.length).toBe(1);
    expect(page.getByRole('alert').query()).toBeNull();
    come();

    await expect.element(page.getByRole('alert')).toMatchTextContent('x.yaml:1:1');
  });
});
