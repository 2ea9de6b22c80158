import type { GraphModel } from './graph-model.svelte.ts';
import type { Channel } from './route.ts';

export type ChannelKind = 'dry' | 'full' | 'moving' | 'skipped' | 'loop';
/** As it is drawn; one that fills has its banks, and its water comes. */
export type DrawnKind = ChannelKind | 'filling';

/** What has come through, as far as the states of both ends tell. */
export function kindOf(model: GraphModel, { from, to }: Channel): ChannelKind {
  if (model.circle.has(from) && model.circle.has(to) && !isPulled(model, from, to)) return 'loop';
  const target = model.lookOf(to)?.state;
  if (target === undefined) return 'dry';
  const source = model.lookOf(from)?.state;
  if (source === 'running' && target === 'running') return 'moving';
  if (source === 'succeeded' || source === 'reused') {
    return target === 'skipped' || target === 'cancelled' ? 'dry' : 'full';
  }
  return target === 'skipped' ? 'skipped' : 'dry';
}

function isPulled(model: GraphModel, from: number, to: number): boolean {
  return model.pull?.from === from && model.pull.target === to;
}
