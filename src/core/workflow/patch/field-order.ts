import type { Path } from '#core/workflow/problem.ts';
import { entryOf } from './text-tree.ts';
import type { Container, TextEntry } from './text-tree.ts';

const workflowOrder = 'millrace id name description params permissions tasks'.split(' ');
const taskOrder =
  'name type dependencies triggerRule when with retryPolicy timeoutSeconds totalTimeoutSeconds effect'.split(
    ' ',
  );
const paramOrder = 'type default required enum minimum maximum description'.split(' ');
const none: ReadonlySet<TextEntry> = new Set();

/** Behind which entry a new field goes, as one orders them; null: before all. */
export function entryBefore(
  node: Container,
  path: Path,
  key: string,
  gone: ReadonlySet<TextEntry> = none,
): TextEntry | null {
  const last = node.entries.findLast((entry) => !gone.has(entry)) ?? null;
  const order = orderOf(path);
  const place = order.indexOf(key);
  if (place < 0) return last;
  for (const field of order.slice(0, place).reverse()) {
    const entry = entryOf(node, field);
    if (entry !== undefined && !gone.has(entry)) return entry;
  }
  return null;
}

function orderOf(path: Path): readonly string[] {
  if (path.length === 0) return workflowOrder;
  if (path.length !== 2) return [];
  return path[0] === 'tasks' ? taskOrder : path[0] === 'params' ? paramOrder : [];
}
