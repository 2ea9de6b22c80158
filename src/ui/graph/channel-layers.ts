import { kindOf } from './channel-kind.ts';
import type { ChannelKind } from './channel-kind.ts';
import { gateOf, pathOf } from './channel-path.ts';
import { aqueductsOf } from './crossings.ts';
import type { GraphModel } from './graph-model.svelte.ts';

/** A path of many channels: an element for each of them would cost more than the drawing. */
export interface ChannelLayer {
  readonly role: 'bank' | 'bed' | 'water' | 'gate' | 'halo';
  readonly kind: ChannelKind;
  readonly path: string;
}

/** What lies over what: water over dry beds, so that a dry channel ends at a full one. */
const order: readonly (readonly [ChannelLayer['role'], readonly ChannelKind[]])[] = [
  ['bank', ['dry', 'skipped']],
  ['bed', ['dry', 'skipped']],
  ['bank', ['full', 'moving', 'loop']],
  ['bed', ['moving', 'loop']],
  ['water', ['full', 'moving']],
  ['gate', ['skipped']],
];

/** From the lowest to the uppermost; those that share an end join, others cross as an aqueduct. */
export function channelLayers(model: GraphModel): ChannelLayer[] {
  const channels = new Map<ChannelKind, string>();
  const gates: string[] = [];
  for (const channel of model.channels) {
    const kind = kindOf(model, channel);
    channels.set(kind, (channels.get(kind) ?? '') + pathOf(channel.points));
    if (kind === 'skipped') gates.push(gateOf(channel, model.direction));
  }
  const layers = stacked(channels, gates.join(''));
  if (model.view.isPlain) return layers;
  const aqueducts = aqueductsOf(model.channels);
  const pieces = new Map<ChannelKind, string>();
  for (const { over, piece } of aqueducts) {
    const kind = kindOf(model, over);
    pieces.set(kind, (pieces.get(kind) ?? '') + piece);
  }
  const cuts = aqueducts.map(({ cut }) => cut).join('');
  return [...layers, { role: 'halo', kind: 'dry', path: cuts }, ...stacked(pieces, '')];
}

function stacked(paths: ReadonlyMap<ChannelKind, string>, gates: string): ChannelLayer[] {
  return order.flatMap(([role, kinds]) =>
    kinds.flatMap((kind) => {
      const path = role === 'gate' ? gates : (paths.get(kind) ?? '');
      return path === '' ? [] : [{ role, kind, path }];
    }),
  );
}
