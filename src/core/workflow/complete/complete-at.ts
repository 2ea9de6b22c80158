import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { SourceText } from '#core/workflow/read.ts';
import { yamlScalar } from '#core/workflow/patch/yaml-scalar.ts';
import type { Completion, CompletionOption, Explanation, Topic } from './completion.ts';
import { fieldsAt, valuesAt } from './fields-at.ts';
import { downstreamOf, knownOf, pathKey, upstreamOf } from './known.ts';
import type { Known } from './known.ts';
import { sketch } from './sketch.ts';
import type { Here } from './sketch.ts';

interface Place {
  readonly source: SourceText;
  readonly offset: number;
  readonly descriptors: Descriptors;
  readonly known: Known;
  readonly here: Here;
}

function placeAt(source: SourceText, offset: number, descriptors: Descriptors): Place | null {
  const { marks, here } = sketch(source.text, source.format, offset);
  if (here === null) return null;
  // What is being written is not there yet.
  const others = marks.filter(({ from, to }) => offset < from || offset > to);
  return { source, offset, descriptors, here, known: knownOf(source.text, others) };
}

/** What may stand at an offset, also of a text that cannot be read yet. */
export function completeAt(
  source: SourceText,
  offset: number,
  descriptors: Descriptors,
): Completion | null {
  const place = placeAt(source, offset, descriptors);
  if (place === null) return null;
  const { here } = place;
  const completion = here.part === 'key' ? keysAt(place) : (referencesAt(place) ?? valuesIn(place));
  return completion !== null && completion.options.length > 0 ? completion : null;
}

/** What the field or the type at an offset means. */
export function explainAt(
  source: SourceText,
  offset: number,
  descriptors: Descriptors,
): Explanation | null {
  const place = placeAt(source, offset, descriptors);
  if (place === null || place.here.from === place.here.to) return null;
  const { here, known } = place;
  const { from, to, path } = here;
  const last = String(path.at(-1));
  if (here.part === 'key') {
    const field = fieldsAt(path.slice(0, -1), known, descriptors).find(({ name }) => name === last);
    return field === undefined ? null : { from, to, topic: field.topic };
  }
  const isType = path.length === 3 && path[0] === 'tasks' && last === 'type';
  const type = source.text.slice(from, to).replace(/^["']|["']$/g, '');
  return isType && descriptors.has(type) ? { from, to, topic: { kind: 'type', type } } : null;
}

function keysAt({ source, offset, here, known, descriptors }: Place): Completion {
  const above = here.path.slice(0, -1);
  const present = known.keys.get(pathKey(above)) ?? new Set();
  const isJson = source.format === 'json' || /^["]/.test(source.text.slice(here.from, here.to));
  const indent = ' '.repeat(here.column + 2);
  const options = fieldsAt(above, known, descriptors)
    .filter(({ name }) => !present.has(name))
    .map(({ name, topic, holds }): CompletionOption => {
      const key = isJson ? JSON.stringify(name) : name;
      const isBlock = holds === 'map' && !here.isFlow;
      const rest = isBlock ? `:\n${indent}` : holds === 'map' ? ': {}' : ': ';
      return { label: name, insert: here.hasColon ? key : key + rest, kind: 'field', topic };
    });
  return inWord(source.text, { from: here.from, to: here.to }, offset, options);
}

function valuesIn({ source, offset, here, known, descriptors }: Place): Completion | null {
  const { path } = here;
  const span = { from: here.from, to: here.to };
  const word = (value: string | number | boolean) =>
    source.format === 'json' || source.text[here.from] === '"'
      ? JSON.stringify(value)
      : yamlScalar(value, {
          wanted: source.text[here.from] === "'" ? 'single' : null,
          quote: null,
        });
  const isDependency = path[0] === 'tasks' && path[2] === 'dependencies' && path.length >= 3;
  if (isDependency) {
    const isBare = path.length === 3 && !here.isFlow;
    const options = possibleDependencies(known, String(path[1])).map((id): CompletionOption => {
      const insert = isBare ? `[${word(id)}]` : word(id);
      return { label: id, insert, kind: 'task', topic: null };
    });
    return inWord(source.text, span, offset, options);
  }
  const values = valuesAt(path, known, descriptors);
  if (values === null) return null;
  const isType = path[0] === 'tasks' && path.length === 3 && path[2] === 'type';
  const options = values.map((value): CompletionOption => {
    const topic: Topic | null = isType ? { kind: 'type', type: String(value) } : null;
    return { label: String(value), insert: word(value), kind: 'value', topic };
  });
  return inWord(source.text, span, offset, options);
}

/** Not itself, not those it has, not those that depend on it: that would be a circle. */
function possibleDependencies(known: Known, id: string): readonly string[] {
  const downstream = downstreamOf(known, id);
  const present = known.tasks.get(id)?.dependencies ?? new Set();
  return [...known.tasks.keys()].filter(
    (each) => each !== id && !present.has(each) && !downstream.has(each),
  );
}

/** An opening quote stays, so that what is typed begins as the label does. */
function inWord(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  offset: number,
  options: readonly CompletionOption[],
): Completion {
  const quote = text[from];
  const isQuoted = (quote === '"' || quote === "'") && offset > from;
  if (!isQuoted) return { from, to, options };
  return {
    from: from + 1,
    to,
    options: options.map((option) => ({
      ...option,
      insert: option.insert.startsWith(quote) ? option.insert.slice(1) : `${option.insert}${quote}`,
    })),
  };
}

/** Within `${{` and `}}` of a field that is not literal. */
function referencesAt({ source, offset, here, known, descriptors }: Place): Completion | null {
  const { text } = source;
  const [first, id, third, field] = here.path;
  if (first !== 'tasks' || third !== 'with') return null;
  const task = known.tasks.get(String(id));
  const literal = descriptors.get(task?.type ?? '')?.literal ?? [];
  if (literal.includes(String(field))) return null;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const open = line.lastIndexOf('${{');
  if (open < 0 || line.includes('}}', open) || line[open - 1] === '$') return null;
  const typed = /[\w.$[\]-]*$/.exec(line.slice(open + 3))?.[0].length ?? 0;
  const [after = ''] = text.slice(offset).split('\n', 1);
  const rest = /^\w*/.exec(after)?.[0].length ?? 0;
  const end = /^\s*[^{]*?\}\}/.test(after.slice(rest)) ? '' : ' }}';
  const gap = line.endsWith('${{') ? ' ' : '';
  const isDouble = source.format === 'json' || text[here.from] === '"';
  const upstream = upstreamOf(known, String(id));
  const tasks = upstream.size > 0 ? [...upstream] : possibleDependencies(known, String(id));
  const option = (label: string, kind: 'param' | 'task'): CompletionOption => ({
    label,
    insert: `${gap}${label}${end}`,
    kind,
    topic: null,
  });
  return {
    from: offset - typed,
    to: offset + rest,
    options: [
      ...[...known.params.keys()].map((name) => option(member('params', name, isDouble), 'param')),
      ...tasks.map((each) => option(`${member('tasks', each, isDouble)}.output`, 'task')),
    ],
  };
}

function member(root: string, name: string, isDouble: boolean): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return `${root}.${name}`;
  const text = JSON.stringify(name);
  return isDouble ? `${root}['${text.slice(1, -1).replaceAll("'", "\\'")}']` : `${root}[${text}]`;
}
