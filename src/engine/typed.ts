import type { WorkflowId } from '#core/shared/ids.ts';
import { isJsonObject, own, type JsonValue } from '#core/shared/json.ts';
import type { TypedChange, TypedText } from '#ports/engine-api.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { Settings } from '#ports/settings.ts';

/** All that is typed for one workflow: UTF-16 units, so that a frame of the safe copy holds it. */
export const typedUnitsMax = 256 * 1024;

const keyOf = (id: WorkflowId) => `typed:${id}`;

export async function getTyped(settings: Settings, id: WorkflowId): Promise<readonly TypedText[]> {
  const stored = await settings.get(keyOf(id));
  return Array.isArray(stored) ? stored.map(toTyped).filter((one) => one !== null) : [];
}

export async function keepTyped(
  settings: Settings,
  id: WorkflowId,
  changes: readonly TypedChange[],
): Promise<'kept' | 'diskFull'> {
  const changed = new Set(changes.map(({ name }) => name));
  const others = (await getTyped(settings, id)).filter(({ name }) => !changed.has(name));
  const put = changes.filter((change) => change.text !== null);
  try {
    await settings.set(keyOf(id), bounded([...others, ...put]).map(toStored));
  } catch (error) {
    if (error instanceof StorageFullError) return 'diskFull';
    throw error;
  }
  return 'kept';
}

/** Of too much, what was typed last. */
function bounded(texts: readonly TypedText[]): readonly TypedText[] {
  let units = 0;
  return texts
    .toReversed()
    .filter(({ name, text }) => {
      const own = name.length + text.length;
      if (units + own > typedUnitsMax) return false;
      units += own;
      return true;
    })
    .toReversed();
}

function toStored({ name, type, text }: TypedText): JsonValue {
  return { name, type, text };
}

/** Of what anyone has stored, as a backup of another hand. */
function toTyped(value: JsonValue): TypedText | null {
  if (!isJsonObject(value)) return null;
  const [name, type, text] = [own(value, 'name'), own(value, 'type'), own(value, 'text')];
  if (typeof name !== 'string' || typeof type !== 'string' || typeof text !== 'string') return null;
  return { name, type, text };
}
