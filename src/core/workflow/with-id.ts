import { parseDocument } from 'yaml';
import { isJsonObject } from '../shared/json.ts';

/** The text of a valid workflow under another id; comments, order and layout of YAML are kept. */
export function withId(text: string, format: 'yaml' | 'json', id: string): string {
  if (format === 'json') {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isJsonObject(parsed) ? `${JSON.stringify({ ...parsed, id }, null, 2)}\n` : text;
  }
  const document = parseDocument(text, { keepSourceTokens: true });
  document.set('id', id);
  return document.toString({ lineWidth: 0 });
}
