import type { Path } from '#core/workflow/problem.ts';
import type { Here, Mark } from './sketch.ts';

export interface FlowInput {
  readonly from: number;
  readonly to: number;
  /** What holds the first value. */
  readonly path: Path;
  readonly offset: number;
  readonly marks: Mark[];
}

export interface Flow {
  readonly here: Here | null;
  /** Behind the bracket that closes the first one; the end when it is open. */
  readonly end: number;
}

interface Level {
  readonly isMap: boolean;
  index: number;
  key: string | null;
}

/** A text in quotes, also an unclosed one to the end of its line; a comment; a bracket; a word. */
const token =
  /"(?:[^"\\\n]|\\[^\n])*"?|'(?:[^'\n]|'')*'?|(?<=\s)#[^\n]*|[{}[\],]|:(?=[\s,{}[\]"']|$)|\$\{\{[^\n]*?\}\}|[^\s{}[\],:"'#](?:[^\s{}[\],:]|:(?![\s,]|$)|[ \t]+(?=[^\s{}[\],:#]))*/g;

/** Brackets, as all of JSON and some of YAML. */
export function sketchFlow(text: string, { from, to, path, offset, marks }: FlowInput): Flow {
  const levels: Level[] = [];
  const found: { here: Here | null } = { here: null };
  let last = from;
  token.lastIndex = from;
  const pathHere = (): Path => [
    ...path,
    ...levels.flatMap(({ isMap, index, key }): Path => {
      if (isMap) return key === null ? [] : [key];
      return [index];
    }),
  ];
  /** A word or nothing at the offset: a key while its map waits for one. */
  const at = (start: number, end: number, hasColon: boolean) => {
    const level = levels.at(-1);
    const isKey = level?.isMap === true && (level.key === null || hasColon);
    const word = unquoted(text.slice(start, end));
    const parts = isKey ? [...pathHere(), word] : pathHere();
    found.here = {
      path: parts,
      part: isKey ? 'key' : 'value',
      from: start,
      to: end,
      isFlow: true,
      hasColon,
      column: 0,
    };
  };
  for (let match = token.exec(text); match !== null && match.index < to; match = token.exec(text)) {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    const isBefore = found.here === null && last <= offset && offset < start;
    if (isBefore && levels.length > 0) at(offset, offset, false);
    last = end;
    const level = levels.at(-1);
    if (word.startsWith('#')) {
      if (offset > start && offset <= end) return { here: null, end: to };
    } else if (word === '{' || word === '[') {
      levels.push({ isMap: word === '{', index: 0, key: null });
    } else if (word === '}' || word === ']') {
      if (found.here === null && offset === start) at(start, start, false);
      levels.pop();
      if (levels.length === 0) return { ...found, end };
    } else if (word === ',') {
      if (found.here === null && offset === start) at(start, start, false);
      if (level !== undefined) {
        level.index += 1;
        level.key = null;
      }
    } else if (word !== ':') {
      const isKey = level?.isMap === true && level.key === null;
      const hasColon = isKey && /^\s*:/.test(text.slice(end, end + 50));
      if (found.here === null && offset >= start && offset <= end) at(start, end, hasColon);
      if (isKey) level.key = unquoted(word);
      marks.push({ path: pathHere(), part: isKey ? 'key' : 'value', from: start, to: end });
    }
  }
  if (found.here === null && offset >= last && levels.length > 0) at(offset, offset, false);
  return { ...found, end: to };
}

export function unquoted(word: string): string {
  if (word.startsWith("'")) return word.replace(/^'|'$/g, '').replaceAll("''", "'");
  if (!word.startsWith('"')) return word;
  const inner = word.length > 1 && word.endsWith('"') ? word.slice(1, -1) : word.slice(1);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}
