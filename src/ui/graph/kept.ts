import type { CanvasChoices } from './canvas-state.ts';
import type { Direction } from './route.ts';

/** The browser's storage, as far as it is used here. */
type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const minimapKey = 'millrace.minimap';
const directionsKey = 'millrace.directions';
/** The workflows whose direction was chosen last; the others go by their pane again. */
const directionsMost = 200;

/** @param workflowId null: nothing that is one workflow's is kept. */
export function choicesOf(storage: Kept | null, workflowId: () => string | null): CanvasChoices {
  return {
    get direction() {
      const id = workflowId();
      return id === null ? null : keptDirection(storage, id);
    },
    set direction(direction) {
      const id = workflowId();
      if (id !== null && direction !== null) keepDirection(storage, id, direction);
    },
    get isMinimapWanted() {
      return storage?.getItem(minimapKey) !== 'off';
    },
    set isMinimapWanted(isWanted) {
      keep(storage, minimapKey, isWanted ? 'on' : 'off');
    },
  };
}

/**
 * The direction a person chose for the drawing of a workflow, on this device. It is a matter of the
 * screen: were it in the text, a press on the canvas would make a draft differ from its version.
 */
function keptDirection(storage: Kept | null, workflowId: string): Direction | null {
  return directionsOf(storage).get(workflowId) ?? null;
}

function keepDirection(storage: Kept | null, workflowId: string, direction: Direction): void {
  const directions = directionsOf(storage);
  // Anew, so that it is the youngest.
  directions.delete(workflowId);
  directions.set(workflowId, direction);
  keep(storage, directionsKey, JSON.stringify([...directions].slice(-directionsMost)));
}

function directionsOf(storage: Kept | null): Map<string, Direction> {
  const found = new Map<string, Direction>();
  for (const entry of listIn(storage?.getItem(directionsKey) ?? '[]')) {
    if (!isList(entry)) continue;
    const [id, direction] = entry;
    if (typeof id !== 'string') continue;
    if (direction === 'right' || direction === 'down') found.set(id, direction);
  }
  return found;
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) ? value : [];
  } catch {
    // Not ours, or cut: then nothing was chosen.
    return [];
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function keep(storage: Kept | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {
    // Its few bytes did not fit: the choice then holds until the page is closed.
  }
}
