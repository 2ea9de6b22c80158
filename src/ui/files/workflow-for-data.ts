import type { JsonObject } from '#core/shared/json.ts';
import type { Sniffed } from '#ports/editor-api.ts';

interface Data {
  /** Of the file. */
  readonly name: string;
  readonly sniffed: Sniffed;
  /** Types that a person said, by column. */
  readonly columns: Readonly<Record<string, 'text' | 'number'>>;
  /** Rows that are read at most; null: all. */
  readonly rows: number | null;
  readonly words: { readonly readTask: string; readonly param: string };
}

/** A workflow that reads one file, as a file of its own. */
export function workflowForData({ name, sniffed, columns, rows, words }: Data): {
  readonly text: string;
  readonly fileName: string;
} {
  const stem = name.replace(/\.[^.]*$/, '') || name;
  const id =
    stem
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'data';
  const reading: Record<string, JsonObject[string]> = {
    param: 'file',
    format: sniffed.kind === 'table' ? sniffed.format : 'json',
  };
  if (sniffed.kind === 'table' || sniffed.kind === 'value') {
    if (sniffed.encoding !== 'utf-8') reading['encoding'] = sniffed.encoding;
  }
  if (sniffed.kind === 'table' && sniffed.separator !== null) {
    reading['separator'] = sniffed.separator;
  }
  if (Object.keys(columns).length > 0) reading['columns'] = { ...columns };
  if (rows !== null && reading['format'] === 'csv') reading['rows'] = rows;
  // A string in quotes is the same in JSON and in YAML.
  const quoted = JSON.stringify;
  const fields = Object.entries(reading).map(([key, value]) => `      ${key}: ${quoted(value)}`);
  const lines = [
    'millrace: 1',
    `id: ${quoted(id)}`,
    `name: ${quoted(stem)}`,
    'params:',
    `  file: { type: file, required: true, description: ${quoted(words.param)} }`,
    'tasks:',
    '  table:',
    `    name: ${quoted(words.readTask)}`,
    '    type: files',
    '    with:',
    ...fields,
  ];
  return { text: `${lines.join('\n')}\n`, fileName: `${id}.yaml` };
}
