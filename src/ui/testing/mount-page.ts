import { flushSync, mount, unmount } from 'svelte';
import App from '#ui/app/App.svelte';
import type { MemoryClient } from './memory-client.ts';
import type { Kit } from '#ui/app/kit.ts';
import { memoryKit } from './memory-kit.ts';
import '#ui/theme/base.css';

/** The whole page over an engine of data. @returns what takes it away again. */
export function mountPage(client: MemoryClient, hash: string, kit: Kit = memoryKit()): () => void {
  location.hash = hash;
  delete document.documentElement.dataset['ready'];
  const target = document.createElement('div');
  document.body.append(target);
  const app = mount(App, { target, props: { client, kit } });
  flushSync();
  return () => {
    void unmount(app);
    target.remove();
  };
}
