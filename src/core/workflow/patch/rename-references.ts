import type { JsonValue } from '#core/shared/json.ts';

/** `tasks.ID` and `tasks["ID"]` within the references of a text, under another id. */
export interface Renaming {
  readonly id: string;
  readonly newId: string;
  /** For a new id that is no name: the one that needs no escape where it is written. */
  readonly quote: '"' | "'";
}

export function renameInText(text: string, renaming: Renaming): string {
  if (!text.includes('${{') || !text.includes('tasks')) return text;
  let made = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('${{', at);
    if (open < 0) return made + text.slice(at);
    const isLiteral = open > at && text[open - 1] === '$';
    const start = open + 3;
    const end = isLiteral ? start : expressionEnd(text, start);
    if (end < 0) return made + text.slice(at);
    made += text.slice(at, start) + renameInExpression(text.slice(start, end), renaming);
    at = end;
  }
}

/** A text of CEL, with its prefix; a name with what stands before it; or a brace. */
const token =
  /[rR]?(?:"""[^]*?"""|'''[^]*?'''|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|[\p{L}_][\p{L}\p{N}_]*|[{}.]|\}\}/gu;

function expressionEnd(text: string, start: number): number {
  let depth = 0;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{') depth += 1;
    else if (match[0] !== '}') continue;
    else if (depth > 0) depth -= 1;
    else if (text[match.index + 1] === '}') return match.index;
  }
  return -1;
}

const member =
  /^(\s*)(?:\.(\s*)([A-Za-z_]\w*)|\[(\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(\s*)\])/;

function renameInExpression(text: string, renaming: Renaming): string {
  let made = '';
  let at = 0;
  let before = '';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const isTasks = match[0] === 'tasks' && before !== '.';
    before = match[0];
    if (!isTasks) continue;
    const end = match.index + match[0].length;
    const found = member.exec(text.slice(end));
    if (found === null) continue;
    const [whole, space = '', , name, , literal] = found;
    if ((name ?? textOf(literal ?? '')) !== renaming.id) continue;
    const quote =
      literal?.startsWith("'") === true ? "'" : literal === undefined ? renaming.quote : '"';
    made += text.slice(at, end) + space + memberOf({ ...renaming, quote }, name !== undefined);
    at = end + whole.length;
    token.lastIndex = at;
    before = '';
  }
  return made + text.slice(at);
}

function textOf(literal: string): JsonValue {
  const inner = literal.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(`"${inner.replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"')}"`) as JsonValue;
  } catch {
    return null;
  }
}

/** Words that CEL keeps to itself. */
const kept =
  /^(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$/;

function memberOf({ newId, quote }: Renaming, wasName: boolean): string {
  const isName = /^[A-Za-z_]\w*$/.test(newId) && !kept.test(newId);
  if (isName && wasName) return `.${newId}`;
  const text = JSON.stringify(newId).slice(1, -1);
  if (quote === '"') return `["${text}"]`;
  return `['${text.replaceAll('\\"', '"').replaceAll("'", "\\'")}']`;
}
