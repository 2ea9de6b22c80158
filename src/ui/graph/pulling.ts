import { onGrid } from '#core/workflow/layout/size.ts';
import type { GraphActs } from './acts.ts';
import type { GraphModel } from './graph-model.svelte.ts';

/** How far beside a task a pulled connection still reaches it; on the canvas. */
const reachPx = 16;
/** A shorter pull is a press. */
const leastPx = 6;

/**
 * Pulls a connection out of a task until the pointer is let go. What would close a circle is refused
 * while it is pulled; Escape and letting go of it change nothing.
 */
export function pullFrom(
  event: PointerEvent,
  from: number,
  { model, acts }: { readonly model: GraphModel; readonly acts: GraphActs },
): void {
  if (event.button !== 0 || model.edit === null) return;
  event.preventDefault();
  event.stopPropagation();
  model.focus();
  const { clientX, clientY } = event;
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => {
    ending.abort();
    model.pull = null;
  };
  const follow = (moved: PointerEvent) => {
    const at = model.view.toCanvas(moved);
    const target = model.taskAt(at, reachPx);
    const other = target === from && isNear(moved, { clientX, clientY }) ? null : target;
    const circle = other === null ? null : model.circleOf(from, other);
    model.pull = { from, at, target: other, circle };
  };
  const letGo = (up: PointerEvent) => {
    const { pull } = model;
    end();
    if (pull === null || isNear(up, { clientX, clientY })) return;
    if (pull.target === null) {
      const [x, y] = pull.at;
      const to = [onGrid(x), onGrid(y - 25)] as const;
      model.asked = { kind: 'type', from, at: model.view.toScreen(pull.at), to };
    } else if (pull.circle === null && !acts.isConnected(pull.target, from)) {
      acts.connect(pull.target, from);
    }
  };
  window.addEventListener('pointermove', follow, { signal });
  window.addEventListener('pointerup', letGo, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener(
    'keydown',
    (key) => {
      if (key.key !== 'Escape') return;
      key.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}
function isNear(one: Point, other: Point): boolean {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) < leastPx;
}
