import type { Node } from '@xyflow/svelte';
import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';

/** Of a node of the library: its number in the graph. */
export type FlowNode = Node<{ readonly index: number }, 'task'>;

interface FlowTask {
  readonly id: string;
  readonly index: number;
  readonly place: Position;
  readonly selected: boolean;
  readonly dragging: boolean;
}

/** Nodes for the library: the same object while a task is the same, so that it is passed over. */
export class FlowNodes {
  readonly #known = new Map<string, FlowNode>();

  placeOf(id: string): FlowNode['position'] | undefined {
    return this.#known.get(id)?.position;
  }

  of({ id, index, place: [x, y], selected, dragging }: FlowTask): FlowNode {
    const known = this.#known.get(id);
    const isSame =
      known?.position.x === x &&
      known.position.y === y &&
      known.selected === selected &&
      known.dragging === dragging &&
      known.data.index === index;
    if (isSame) return known;
    const made: FlowNode = {
      id,
      type: 'task',
      position: { x, y },
      data: { index },
      width: nodeWidthPx,
      height: nodeHeightPx,
      measured: { width: nodeWidthPx, height: nodeHeightPx },
      handles: [],
      selected,
      dragging,
      domAttributes: { 'aria-roledescription': undefined, 'aria-describedby': undefined },
    };
    this.#known.set(id, made);
    return made;
  }
}
