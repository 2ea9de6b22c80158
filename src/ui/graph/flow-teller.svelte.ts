import type { Position } from '#core/workflow/patch/operation.ts';
import { kindOf } from './channel-kind.ts';
import type { Told } from './canvas-state.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import type { GraphProps } from './graph-contract.ts';
import type { Channel } from './route.ts';
import { middleOf } from './view.ts';

/** Tells what came through a channel: one at a time, of full ones alone. */
export class FlowTeller {
  readonly #model: GraphModel;
  readonly #flowOf: () => GraphProps['flowOf'];
  told = $state.raw<Told | null>(null);

  constructor(model: GraphModel, flowOf: () => GraphProps['flowOf']) {
    this.#model = model;
    this.#flowOf = flowOf;
  }

  /** Where nothing flows, as in an editor. */
  get isMute(): boolean {
    return this.#flowOf() === undefined;
  }

  /** @param at where it is told, on the canvas; else in the middle of the channel. */
  tell(channel: Channel, at: Position = middleOf(channel.points)): void {
    const isFull = kindOf(this.#model, channel) === 'full';
    const flow = isFull ? (this.#flowOf()?.(this.#model.idOf(channel.from)) ?? null) : null;
    this.told = flow === null ? null : { channel, flow, at };
  }

  /** Of the dependency between two tasks, as far as it is in view. */
  tellBetween(from: number, to: number): void {
    const channel = this.#model.channels.find((one) => one.from === from && one.to === to);
    if (channel === undefined) this.hush();
    else this.tell(channel);
  }

  hush(): void {
    this.told = null;
  }
}
