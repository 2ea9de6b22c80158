import type { Chance } from '#core/shared/testing/chance.ts';
import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';

/** Workflows of any kind, laid out in any way, for tests of what changes a text. */
export const ids = [
  'a',
  'b',
  'python3.11',
  '0ad',
  '__proto__',
  '名',
  'a: b',
  'x # y',
  '- z',
  "it's",
  '👍"',
  'true',
  '1.5',
];
const words = [
  'plain',
  'true',
  '12',
  '',
  ' lead',
  'a: b',
  '# no',
  'it\'s "x"',
  '👍',
  '\ttab',
  'end ',
  '名字',
  '- a',
  '~',
  '\u2028',
];
const texts = [
  'a\nb',
  'a\nb\n',
  '  a\nb\n',
  'a\n\n\nb\n\n',
  '\n a\nb',
  '\ta\n  b\n',
  'a \n b\n',
  '# x\ny',
  'x\r\ny',
  'a\n   \nb\n',
  '   \na\n',
  'let x = {\n  y: "z" # no\n};\n',
];

export function randomValue(random: Chance, depth: number): JsonValue {
  const kind = random.below(depth > 2 ? 4 : 7);
  if (kind === 0) return random.of([0, 12, -1.5, 1e21]);
  if (kind === 1) return random.of([true, false, null]);
  if (kind === 2) return random.of(words);
  if (kind === 3) return random.of(texts);
  if (kind === 4) {
    return Array.from({ length: random.below(4) }, () => randomValue(random, depth + 1));
  }
  return randomMap(random, depth);
}

export function randomMap(random: Chance, depth: number): JsonObject {
  const map: Record<string, JsonValue> = {};
  for (const key of random.some(['code', 'k 1', 'list', '"q"', 'x', ...words.slice(0, 4)], 0.3)) {
    setOwn(map, key, randomValue(random, depth + 1));
  }
  return map;
}

function randomTask(random: Chance, known: readonly string[]): JsonValue {
  if (random.is(0.05)) return random.of([null, 'half', {}]);
  const task: Record<string, JsonValue> = {};
  if (random.is(0.3)) task['name'] = random.of(words);
  task['type'] = random.of(['js', 'noop', 'files']);
  if (random.is(0.6)) task['dependencies'] = random.some([...known, 'gone'], 0.4);
  if (random.is(0.7)) task['with'] = randomMap(random, 0);
  if (random.is(0.2)) task['retryPolicy'] = { maxRetries: random.below(5) };
  return task;
}

/** Now and then the very map or list of another task, which an alias may stand for. */
function shareOne(random: Chance, tasks: JsonObject): void {
  const maps = Object.values(tasks).filter((task) => isJsonObject(task));
  const field = random.of(['with', 'dependencies', 'retryPolicy']);
  const values = maps.flatMap((task) => own(task, field) ?? []);
  const shared = maps.length > 1 && values.length > 0 ? own(random.of(maps), field) : undefined;
  if (shared === undefined) return;
  setOwn(random.of(maps), field, shared);
}

export function randomWorkflow(random: Chance): JsonObject {
  const root: Record<string, JsonValue> = { millrace: 1, id: 'w' };
  if (random.is(0.5)) root['name'] = random.of(words);
  const known = random.some(ids, 0.35);
  const tasks: Record<string, JsonValue> = {};
  known.forEach((id, index) => {
    setOwn(tasks, id, randomTask(random, random.is(0.1) ? known : known.slice(0, index)));
  });
  if (random.is(0.3)) shareOne(random, tasks);
  if (random.is(0.92)) root['tasks'] = tasks;
  if (random.is(0.4)) {
    const layout: Record<string, JsonValue> = {};
    for (const id of random.some(known, 0.6)) setOwn(layout, id, [random.below(99), 7]);
    root['x-layout'] = layout;
  }
  if (random.is(0.3)) root['metadata'] = { owner: random.of(words) };
  return root;
}

export interface Rendered {
  readonly text: string;
  readonly format: SourceFormat;
  /** What each comment stands by. */
  readonly comments: ReadonlyMap<string, Path>;
}

class Renderer {
  readonly comments = new Map<string, Path>();
  /** Of maps and lists that were written with an anchor. */
  readonly #anchors = new Map<unknown, string>();
  readonly #random: Chance;
  readonly #step: number;
  readonly #dash: number;
  readonly #quotes: number;
  readonly #comments: number;
  readonly #blanks: number;

  constructor(random: Chance) {
    this.#random = random;
    this.#step = random.of([2, 2, 3, 4]);
    this.#dash = random.of([0, this.#step, this.#step]);
    this.#quotes = random.next();
    this.#comments = random.of([0, 0.1, 0.4]);
    this.#blanks = random.of([0, 0.2, 0.9]);
  }

  yaml(root: JsonObject): string {
    const random = this.#random;
    if (random.is(0.05)) return `${this.#flow(root, [], 0)}\n`;
    let text = random.is(0.3) ? `${this.#comment([])}\n\n` : '';
    if (random.is(0.1)) text += '---\n';
    text += this.#members(root, [], 0).join('\n') + '\n';
    // An empty line would belong to a text that keeps them.
    if (random.is(0.3) && !text.endsWith('\n\n')) text += `\n${this.#comment([])}\n`;
    return text;
  }

  #comment(path: Path): string {
    const name = `#c${String(this.comments.size)}.`;
    this.comments.set(name, path);
    return name;
  }

  #trailing(path: Path): string {
    return this.#random.is(this.#comments) ? ` ${this.#comment(path)}` : '';
  }

  #members(map: JsonObject, path: Path, column: number): string[] {
    return Object.keys(map).flatMap((key, index) => {
      const inner = [...path, key];
      const value = this.#block(own(map, key) ?? null, inner, column);
      const [first = '', ...rest] = value;
      return [
        ...this.#above(inner, column, index === 0),
        `${' '.repeat(column)}${this.#key(key)}:${first}`,
        ...rest,
      ];
    });
  }

  /** Empty lines and comments; a first line of a compact map has none. */
  #above(path: Path, column: number, isFirst: boolean): string[] {
    const lines: string[] = [];
    if (isFirst && typeof path.at(-2) === 'number') return lines;
    if (!isFirst && this.#random.is(this.#blanks)) lines.push('');
    if (this.#random.is(this.#comments / 2)) {
      lines.push(' '.repeat(column) + this.#comment(path.slice(0, -1)), '');
    }
    if (this.#random.is(this.#comments)) lines.push(' '.repeat(column) + this.#comment(path));
    return lines;
  }

  #key(key: string): string {
    if (/^[a-zA-Z名][\w名.]*$/.test(key) && key !== 'true' && this.#random.is(0.7)) return key;
    return this.#quoted(key);
  }

  #quoted(text: string): string {
    const isSimple = !hasControls(text, '');
    if (isSimple && this.#random.is(this.#quotes)) return `'${text.replaceAll("'", "''")}'`;
    return JSON.stringify(text).replaceAll('\u2028', '\\u2028');
  }

  #scalar(value: JsonValue): string {
    if (typeof value !== 'string') return JSON.stringify(value);
    if (/^[a-z]+$/.test(value) && value !== 'true' && this.#random.is(0.7)) return value;
    return this.#quoted(value);
  }

  #block(value: JsonValue, path: Path, column: number): string[] {
    const random = this.#random;
    if (value === null && random.is(0.5)) return [this.#trailing(path)];
    if (typeof value === 'string' && value.includes('\n') && random.is(0.8)) {
      const lines = this.#literal(value, path, column);
      if (lines !== null) return lines;
    }
    const isFilled = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    const known = isFilled ? this.#anchors.get(value) : undefined;
    if (known !== undefined) return [` *${known}${this.#trailing(path)}`];
    if (isFilled && path.length === 3 && random.is(0.2)) {
      const name = `n${String(this.#anchors.size)}`;
      const [first = '', ...rest] = this.#filled(value, path, column);
      this.#anchors.set(value, name);
      return [` &${name}${first}`, ...rest];
    }
    return isFilled
      ? this.#filled(value, path, column)
      : [` ${this.#flow(value, path, column)}${this.#trailing(path)}`];
  }

  #filled(value: JsonValue, path: Path, column: number): string[] {
    const random = this.#random;
    const isFlow = random.is(path.length <= 1 ? 0.05 : path.length === 2 ? 0.2 : 0.4);
    if (isFlow) return [` ${this.#flow(value, path, column)}${this.#trailing(path)}`];
    if (Array.isArray(value)) return this.#items(value as readonly JsonValue[], path, column);
    const inner = column + this.#step;
    return [this.#trailing(path), ...this.#members(value as JsonObject, path, inner)];
  }

  #items(list: readonly JsonValue[], path: Path, column: number): string[] {
    const dash = typeof path.at(-1) === 'number' ? column + this.#step : column + this.#dash;
    const lines = list.flatMap((item, index) => {
      const inner = [...path, index];
      const above = this.#above(inner, dash, index === 0);
      const isMap = isJsonObject(item) && Object.keys(item).length > 0 && this.#random.is(0.6);
      if (isMap) {
        const [first = '', ...rest] = this.#members(item, inner, dash + 2);
        return [...above, `${' '.repeat(dash)}- ${first.trimStart()}`, ...rest];
      }
      const [first = '', ...rest] = this.#block(item, inner, dash);
      return [...above, `${' '.repeat(dash)}-${first}`, ...rest];
    });
    return [this.#trailing(path), ...lines];
  }

  #literal(value: string, path: Path, column: number): string[] | null {
    if (hasControls(value, '\t\n') || value.trim() === '') return null;
    const indent = column + this.#step;
    const ends = /\n*$/.exec(value)?.[0].length ?? 0;
    const lines = (ends > 0 ? value.slice(0, -1) : value).split('\n');
    const chomp = ends === 0 ? '-' : ends === 1 ? '' : '+';
    const digit = /^\s/.test(value) ? String(this.#step) : '';
    const body = lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
    if (chomp === '+' && this.#blanks > 0) return null;
    return [` |${digit}${chomp}${this.#trailing(path)}`, ...body];
  }

  #flow(value: JsonValue, path: Path, column: number): string {
    if (typeof value !== 'object' || value === null) return this.#scalar(value);
    const isList = Array.isArray(value);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const keys = isList ? [...value.keys()] : Object.keys(value);
    if (keys.length === 0) return `${open}${close}`;
    const inner = ' '.repeat(column + this.#step + 1);
    const parts = keys.map((key) => {
      const item = isList
        ? ((value as readonly JsonValue[])[Number(key)] ?? null)
        : (own(value as JsonObject, String(key)) ?? null);
      const text = this.#flow(item, [...path, key], column + this.#step);
      return isList ? text : `${this.#key(String(key))}: ${text}`;
    });
    const comma = this.#random.is(0.2) ? ',' : '';
    if (this.#random.is(0.75)) {
      const padding = this.#random.of(['', ' ']);
      return `${open}${padding}${parts.join(', ')}${comma}${padding}${close}`;
    }
    const lines = parts.map((part, index) => {
      const end = index < parts.length - 1 ? ',' : comma;
      return `${inner}${part}${end}${this.#trailing([...path, keys[index] ?? 0])}`;
    });
    return `${open}${this.#trailing(path)}\n${lines.join('\n')}\n${' '.repeat(column + 1)}${close}`;
  }
}

function hasControls(text: string, allowed: string): boolean {
  return Array.from(text).some(
    (unit) => (unit < ' ' || unit === '\u2028') && !allowed.includes(unit),
  );
}

export function render(random: Chance, root: JsonObject): Rendered {
  const mark = random.is(0.1) ? '\ufeff' : '';
  if (random.is(0.3)) {
    const step = random.of([0, 1, 2, 4, '\t']);
    let text = JSON.stringify(root, null, step);
    if (random.is(0.2)) text = text.replaceAll('\n', '\r\n');
    const end = random.of(['', '\n']);
    return {
      text: mark + text + end,
      format: random.of(['json', 'json', 'yaml']),
      comments: new Map(),
    };
  }
  const renderer = new Renderer(random);
  let text = renderer.yaml(root);
  if (random.is(0.15)) text = text.replaceAll('\n', '\r\n');
  if (random.is(0.2) && !/\n\r?\n$/.test(text)) text = text.replace(/\r?\n$/, '');
  return { text: mark + text, format: 'yaml', comments: renderer.comments };
}
