import type { TaskState } from '#core/execution/events.ts';
import { lookupOf } from './lookup.ts';

/** How a task of a run stands, as it is written on its node. */
export interface NodeLook {
  readonly state: TaskState;
  readonly second: string;
  /** From 0 to 1; null when it does not say how far it is. */
  readonly progress: number | null;
}

class Cell {
  look = $state.raw<NodeLook | null>(null);
}

/** How each task stands, by id, each on its own: what one task does redraws one node. */
export class NodeStates {
  readonly #cells = lookupOf<string, Cell>();
  /** Counts changes, for what is drawn as a whole. */
  #changes = $state(0);

  get changes(): number {
    return this.#changes;
  }

  of(id: string): NodeLook | null {
    return this.#cellOf(id).look;
  }

  /** Says nothing when nothing changed. */
  set(id: string, look: NodeLook | null): void {
    const cell = this.#cellOf(id);
    if (isSame(cell.look, look)) return;
    cell.look = look;
    this.#changes += 1;
  }

  #cellOf(id: string): Cell {
    const known = this.#cells.get(id);
    if (known !== undefined) return known;
    const cell = new Cell();
    this.#cells.set(id, cell);
    return cell;
  }
}

function isSame(one: NodeLook | null, other: NodeLook | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.state === other.state && one.second === other.second && one.progress === other.progress
  );
}
