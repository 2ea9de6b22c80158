import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Outline, OutlineParam, OutlineTask } from './outline.ts';
import { readPlaces } from './places.ts';
import { parseSource } from './read.ts';
import type { SourceText } from './read.ts';
import type { ParsedSource, Span } from './source.ts';

/** What can be drawn of a text; null when its form cannot be read. */
export function readOutline(
  source: SourceText,
  parsed: ParsedSource = parseSource(source),
): Outline | null {
  const { tree } = parsed;
  if (tree === null || !isJsonObject(tree.root)) return null;
  const { root } = tree;
  const found = own(root, 'tasks');
  const tasks = isJsonObject(found) ? found : {};
  const ids = tree.keyOrders.get('tasks') ?? Object.keys(tasks);
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const spans = ids.length > 0 ? tree.spansIn('tasks') : new Map<string, Span>();
  const id = textOf(root, 'id') ?? '';
  return {
    id,
    name: textOf(root, 'name') ?? id,
    description: textOf(root, 'description') ?? '',
    params: paramsOf(own(root, 'params'), tree.keyOrders.get('params')),
    tasks: ids.map((each) => {
      const task = own(tasks, each);
      return { ...taskOf(each, task, indexes), ...placed(source.text, spans.get(each)) };
    }),
    layout: readPlaces(own(root, 'x-layout'), indexes),
  };
}

function textOf(map: JsonObject, key: string): string | undefined {
  const value = own(map, key);
  return typeof value === 'string' ? value : undefined;
}

function paramsOf(
  found: JsonValue | undefined,
  order: readonly string[] | undefined,
): readonly OutlineParam[] {
  if (!isJsonObject(found)) return [];
  return (order ?? Object.keys(found)).map((name) => {
    const param = own(found, name);
    return { name, type: (isJsonObject(param) ? textOf(param, 'type') : undefined) ?? 'json' };
  });
}

function taskOf(
  id: string,
  task: JsonValue | undefined,
  indexes: ReadonlyMap<string, number>,
): Omit<OutlineTask, 'from' | 'to'> {
  if (!isJsonObject(task)) return { id, name: id, type: '', dependencies: [] };
  const found = new Set<number>();
  const listed = own(task, 'dependencies') ?? [];
  for (const dependency of Array.isArray(listed) ? (listed as readonly JsonValue[]) : [listed]) {
    const index = typeof dependency === 'string' ? indexes.get(dependency) : undefined;
    if (index !== undefined) found.add(index);
  }
  return {
    id,
    name: textOf(task, 'name') ?? id,
    type: textOf(task, 'type') ?? '',
    dependencies: [...found],
  };
}

/** Offsets of a parsed text are without its byte order mark. */
function placed(text: string, span: Span | undefined): Pick<OutlineTask, 'from' | 'to'> {
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const from = (span?.from ?? 0) + mark;
  let to = Math.max((span?.to ?? 0) + mark, from);
  while (to > from && /\s/.test(text[to - 1] ?? '')) to -= 1;
  return { from, to };
}
