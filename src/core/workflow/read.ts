import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { decodeUtf8, utf8Length } from '#core/shared/utf8.ts';
import { toProblem } from './draft.ts';
import type { Draft } from './draft.ts';
import { parseJsonSource } from './json-source.ts';
import { limits } from './limits.ts';
import type { Place, Problem } from './problem.ts';
import type { ParsedSource, SourceFormat } from './source.ts';
import { parseYamlSource } from './yaml-source.ts';

export interface SourceText {
  readonly text: string;
  readonly format: SourceFormat;
}

/** The text of a file; its size is looked at before anything else. */
export function readSource(bytes: Uint8Array, name: string): Result<SourceText, Problem> {
  const known = formatOfName(name);
  const tooLarge = sizeDraft(bytes.length, known ?? 'json');
  if (tooLarge !== null) return refused(atStart(tooLarge));
  if (isUtf16(bytes)) return refused(atStart(encodingDraft('utf16')));
  const decoded = decodeUtf8(bytes, hasUtf8Mark(bytes) ? markBytes : 0);
  if ('badAt' in decoded) return refused(encodingProblem(bytes, decoded.badAt));
  return ok({ text: decoded.text, format: known ?? formatOfText(decoded.text) });
}

/** A byte order mark is in no column. */
export function parseSource({ text, format }: SourceText): ParsedSource {
  // A character takes at most three bytes, so short texts need no closer look.
  const bytes = text.length * 3 > limits.yamlFileBytes ? utf8Length(text) : 0;
  const tooLarge = sizeDraft(bytes, format);
  if (tooLarge !== null) return { tree: null, drafts: [tooLarge], locate: () => [start] };
  const marked = text.startsWith('\ufeff') ? text.slice(1) : text;
  return format === 'json' ? parseJsonSource(marked) : parseYamlSource(marked);
}

function sizeDraft(bytes: number, format: SourceFormat): Draft | null {
  const maximum = format === 'yaml' ? limits.yamlFileBytes : limits.jsonFileBytes;
  if (bytes <= maximum) return null;
  return { code: 'limit', reason: 'fileBytes', args: { bytes, maximum }, path: [], at: 0 };
}

/** Null for another ending. */
export function formatOfName(name: string): SourceFormat | null {
  if (/\.json$/i.test(name)) return 'json';
  return /\.ya?ml$/i.test(name) ? 'yaml' : null;
}

function formatOfText(text: string): SourceFormat {
  return /^\s*\{/.test(text) ? 'json' : 'yaml';
}

const markBytes = 3;

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Without a mark UTF-16 shows by a zero beside an ASCII character. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const hasZero = bytes.length >= 2 && (first === 0) !== (second === 0);
  return hasMark || hasZero;
}

function encodingDraft(reason: 'utf16' | 'notUtf8', args: Draft['args'] = {}): Draft {
  return { code: 'encoding', reason, args, path: [], at: 0 };
}

function encodingProblem(bytes: Uint8Array, offset: number): Problem {
  const first = hasUtf8Mark(bytes) ? markBytes : 0;
  const before = decodeUtf8(bytes.subarray(first, offset));
  const lines = 'text' in before ? before.text.split(/\r\n?|\n/) : [''];
  const place = { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  return toProblem(encodingDraft('notUtf8', { offset }), place);
}

const start: Place = { line: 1, column: 1 };

function atStart(draft: Draft): Problem {
  return toProblem(draft, start);
}
