import { flushSync, mount, unmount } from 'svelte';
import Stage from './Stage.svelte';
import type { StagedGraph } from './staged-graph.svelte.ts';

/** A canvas as large as the window. @returns what takes it away again. */
export function showStage(graph: StagedGraph): () => void {
  const target = document.createElement('div');
  document.body.append(target);
  const app = mount(Stage, { target, props: { graph } });
  flushSync();
  return () => {
    void unmount(app);
    target.remove();
  };
}
