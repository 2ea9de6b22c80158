/** A string of a `with` field, cut at its references. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly text: string };

/** Null for a reference without its `}}`. */
export function splitTemplate(text: string): readonly Part[] | null {
  const parts: Part[] = [];
  let pending = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('${{', at);
    if (open < 0) break;
    if (open > at && text[open - 1] === '$') {
      // `$${{` stands for the text `${{`.
      pending += `${text.slice(at, open - 1)}\${{`;
      at = open + 3;
      continue;
    }
    const close = expressionEnd(text, open + 3);
    if (close < 0) return null;
    pending += text.slice(at, open);
    if (pending !== '') parts.push({ kind: 'text', text: pending });
    pending = '';
    parts.push({ kind: 'expression', text: text.slice(open + 3, close).trim() });
    at = close + 2;
  }
  pending += text.slice(at);
  if (pending !== '' || parts.length === 0) parts.push({ kind: 'text', text: pending });
  return parts;
}

/** Offset of the `}}` that is in no CEL text and no map; -1 when there is none. */
function expressionEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' || character === "'") {
      at = textEnd(text, at);
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}' && depth > 0) {
      depth -= 1;
    } else if (character === '}' && text[at + 1] === '}') {
      return at;
    }
  }
  return -1;
}

/** Offset of the last quote of the CEL text that begins at `start`. */
function textEnd(text: string, start: number): number {
  const quote = text[start] ?? '';
  const isRaw = /[rR]/.test(text[start - 1] ?? '') && !/\w/.test(text[start - 2] ?? '');
  const triple = quote.repeat(3);
  const end = text.startsWith(triple, start) ? triple : quote;
  for (let at = start + end.length; at < text.length; at += 1) {
    if (text[at] === '\\' && !isRaw) at += 1;
    else if (text.startsWith(end, at)) return at + end.length - 1;
  }
  return text.length;
}
