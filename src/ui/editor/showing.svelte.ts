import type { OutlineTask } from '#core/workflow/outline.ts';

export type Pane = 'graph' | 'source' | 'form';

/** Which tasks are chosen, and which of the panes are in view with them. */
export class Showing {
  /** Ids; the last one's form is shown and its lines are marked. */
  selected = $state.raw<readonly string[]>([]);
  /** Where there is room for one. */
  pane = $state<Pane>('graph');
  /** Beside the graph, where there is room for two. */
  side = $state<'source' | 'form'>('source');

  /** On the canvas: its lines are marked, its form stands beside. */
  select(ids: readonly string[]): void {
    this.selected = ids;
    this.side = ids.length > 0 ? 'form' : 'source';
    if (ids.length === 0 && this.pane === 'form') this.pane = 'graph';
  }

  /** Brings a pane into view, also where it is the only one. */
  show(pane: Pane): void {
    this.pane = pane;
    if (pane !== 'graph') this.side = pane;
  }

  /** The caret in the source chooses its task, and takes nobody's place. */
  follow(tasks: readonly OutlineTask[], offset: number): void {
    const task = tasks.find(({ from, to }) => from <= offset && offset <= to);
    const ids = task === undefined ? [] : [task.id];
    if (ids[0] !== this.selected.at(-1)) this.selected = ids;
  }
}
