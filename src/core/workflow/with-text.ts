import { parseDocument } from 'yaml';
import { scanJson } from './json-scan.ts';

/** Fields at the root of a workflow that are plain text. */
export type RootTexts = Readonly<Partial<Record<'id' | 'name', string>>>;

/**
 * The text of a valid workflow with other texts at its root. Everything else stays as it was typed:
 * comments, layout, and the order of keys, which `JSON.parse` would not keep for ids like `10`.
 */
export function withText(text: string, format: 'yaml' | 'json', changes: RootTexts): string {
  if (format === 'yaml') return inYaml(text, changes);
  let changed = text;
  for (const [key, value] of Object.entries(changes)) changed = inJson(changed, key, value);
  return changed;
}

function inYaml(text: string, changes: RootTexts): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  for (const [key, value] of Object.entries(changes)) document.set(key, value);
  return document.toString({ lineWidth: 0 });
}

const jsonText = /"(?:[^"\\]|\\.)*"/y;

function inJson(text: string, wanted: string, value: string): string {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(mark);
  const { start, root } = findRootValue(body, wanted);
  jsonText.lastIndex = Math.max(start, 0);
  const old = start < 0 ? undefined : jsonText.exec(body)?.[0];
  if (old !== undefined) {
    return text.slice(0, mark + start) + JSON.stringify(value) + body.slice(start + old.length);
  }
  const at = mark + root + 1;
  return `${text.slice(0, at)}${JSON.stringify(wanted)}: ${JSON.stringify(value)}, ${text.slice(at)}`;
}

/** Offset of the value of a root key, -1 without one; and of the root's brace. */
function findRootValue(
  body: string,
  wanted: string,
): { readonly start: number; readonly root: number } {
  let depth = 0;
  let isNext = false;
  let start = -1;
  let root = -1;
  scanJson(body, {
    open: () => (depth += 1),
    close: () => (depth -= 1),
    key: (key) => {
      isNext = depth === 1 && key === wanted;
    },
    value: (offset) => {
      if (depth === 0) root = offset;
      if (isNext) start = offset;
      isNext = false;
    },
  });
  return { start, root };
}
