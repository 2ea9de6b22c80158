import { parseDocument } from 'yaml';
import { scanJson } from './json-scan.ts';

/**
 * The text of a valid workflow under another id. Everything else stays as it was typed: comments,
 * layout, and the order of keys, which `JSON.parse` would not keep for ids like `10`.
 */
export function withId(text: string, format: 'yaml' | 'json', id: string): string {
  return format === 'json' ? withIdInJson(text, id) : withIdInYaml(text, id);
}

function withIdInYaml(text: string, id: string): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  document.set('id', id);
  return document.toString({ lineWidth: 0 });
}

const jsonText = /"(?:[^"\\]|\\.)*"/y;

function withIdInJson(text: string, id: string): string {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(mark);
  let depth = 0;
  let isNext = false;
  let start = -1;
  scanJson(body, {
    open: () => (depth += 1),
    close: () => (depth -= 1),
    key: (key) => {
      isNext = depth === 1 && key === 'id';
    },
    value: (offset) => {
      if (isNext) start = offset;
      isNext = false;
    },
  });
  jsonText.lastIndex = Math.max(start, 0);
  const old = jsonText.exec(body)?.[0];
  if (start < 0 || old === undefined) return text;
  return `${text.slice(0, mark)}${body.slice(0, start)}${JSON.stringify(id)}${body.slice(start + old.length)}`;
}
