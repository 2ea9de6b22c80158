import { kindOf } from './channel-kind.ts';
import type { DrawnKind } from './channel-kind.ts';
import { gateOf, pathOf } from './channel-path.ts';
import { aqueductsOf } from './crossings.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import type { Channel } from './route.ts';

/** A path of many channels: an element for each of them would cost more than the drawing. */
export interface ChannelLayer {
  readonly role: 'bank' | 'bed' | 'water' | 'gate' | 'halo';
  readonly kind: DrawnKind;
  readonly path: string;
}

/** What lies over what: water over dry beds, so that a dry channel ends at a full one. */
const order: readonly (readonly [ChannelLayer['role'], readonly DrawnKind[]])[] = [
  ['bank', ['dry', 'skipped']],
  ['bed', ['dry', 'skipped']],
  ['bank', ['full', 'moving', 'filling', 'loop']],
  ['bed', ['moving', 'filling', 'loop']],
  ['water', ['full', 'moving']],
  ['gate', ['skipped']],
];

/** From the lowest to the uppermost; those that share an end join, others cross as an aqueduct. */
export function channelLayers(model: GraphModel): ChannelLayer[] {
  const channels = new Map<DrawnKind, string>();
  const gates: string[] = [];
  for (const channel of model.channels) {
    const kind = drawnKind(model, channel);
    channels.set(kind, (channels.get(kind) ?? '') + pathOf(channel.points));
    if (kind === 'skipped') gates.push(gateOf(channel, model.direction));
  }
  const layers = stacked(channels, gates.join(''));
  if (model.view.isPlain) return layers;
  const aqueducts = aqueductsOf(model.channels);
  const pieces = new Map<DrawnKind, string>();
  for (const { over, piece } of aqueducts) {
    const kind = drawnKind(model, over);
    pieces.set(kind, (pieces.get(kind) ?? '') + piece);
  }
  const cuts = aqueducts.map(({ cut }) => cut).join('');
  return [...layers, { role: 'halo', kind: 'dry', path: cuts }, ...stacked(pieces, '')];
}

function drawnKind(model: GraphModel, channel: Channel): DrawnKind {
  return model.fills.keys.has(channel.key) ? 'filling' : kindOf(model, channel);
}

function stacked(paths: ReadonlyMap<DrawnKind, string>, gates: string): ChannelLayer[] {
  return order.flatMap(([role, kinds]) =>
    kinds.flatMap((kind) => {
      const path = role === 'gate' ? gates : (paths.get(kind) ?? '');
      return path === '' ? [] : [{ role, kind, path }];
    }),
  );
}
