import { kindOf } from './channel-kind.ts';
import type { DrawnKind } from './channel-kind.ts';
import { gateOf, pathOf } from './channel-path.ts';
import { aqueductsOf } from './crossings.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import type { Channel, Direction } from './route.ts';

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

export interface Layering {
  readonly kindOf: (channel: Channel) => DrawnKind;
  readonly direction: Direction;
  /** Whether crossings are led over each other; far out they are too small to be seen. */
  readonly hasAqueducts: boolean;
}

export function channelLayers(model: GraphModel): ChannelLayer[] {
  return layersFor(model.channels, {
    kindOf: (channel) => drawnKind(model, channel),
    direction: model.direction,
    hasAqueducts: !model.view.isPlain,
  });
}

/** From the lowest to the uppermost; those that share an end join, others cross as an aqueduct. */
export function layersFor(all: readonly Channel[], layering: Layering): ChannelLayer[] {
  const channels = new Map<DrawnKind, string>();
  const gates: string[] = [];
  for (const channel of all) {
    const kind = layering.kindOf(channel);
    channels.set(kind, (channels.get(kind) ?? '') + pathOf(channel.points));
    if (kind === 'skipped') gates.push(gateOf(channel, layering.direction));
  }
  const layers = stacked(channels, gates.join(''));
  if (!layering.hasAqueducts) return layers;
  const aqueducts = aqueductsOf(all);
  const pieces = new Map<DrawnKind, string>();
  for (const { over, piece } of aqueducts) {
    const kind = layering.kindOf(over);
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
