import type { Pull } from './canvas-state.ts';
import type { NodeLook } from './node-states.svelte.ts';
import type { Channel } from './route.ts';

/** What the kind of a channel depends on; reactive. */
export interface ChannelEnds {
  /** The circle that a pulled connection would close. */
  readonly circle: ReadonlySet<number>;
  readonly pull: Pull | null;
  lookOf(index: number): NodeLook | null;
}

export type ChannelKind = 'dry' | 'full' | 'moving' | 'skipped' | 'loop';
/** As it is drawn; one that fills has its banks, and its water comes. */
export type DrawnKind = ChannelKind | 'filling';

/** What has come through, as far as the states of both ends tell. */
export function kindOf(graph: ChannelEnds, { from, to }: Channel): ChannelKind {
  if (graph.circle.has(from) && graph.circle.has(to) && !isPulled(graph, from, to)) return 'loop';
  const target = graph.lookOf(to)?.state;
  if (target === undefined) return 'dry';
  const source = graph.lookOf(from)?.state;
  if (source === 'running' && target === 'running') return 'moving';
  if (source === 'succeeded' || source === 'reused') {
    return target === 'skipped' || target === 'cancelled' ? 'dry' : 'full';
  }
  return target === 'skipped' ? 'skipped' : 'dry';
}

function isPulled(graph: ChannelEnds, from: number, to: number): boolean {
  return graph.pull?.from === from && graph.pull.target === to;
}
