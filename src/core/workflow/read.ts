import { refused, ok } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { decodeUtf8 } from '#core/shared/utf8.ts';
import { toProblem } from './draft.ts';
import type { Draft } from './draft.ts';
import { parseJsonSource } from './json-source.ts';
import { limits } from './limits.ts';
import type { Problem } from './problem.ts';
import type { ParsedSource, SourceFormat } from './source.ts';
import { parseYamlSource } from './yaml-source.ts';

export interface SourceText {
  readonly text: string;
  readonly format: SourceFormat;
}

/** Bytes that a file of this name may have; looked at before it is read. */
export function fileBytesMax(name: string): number {
  return formatOfName(name) === 'yaml' ? limits.yamlFileBytes : limits.jsonFileBytes;
}

/** The problem of a file that is too large to read; null when it is not. */
export function fileSizeProblem(name: string, bytes: number): Problem | null {
  const maximum = fileBytesMax(name);
  if (bytes <= maximum) return null;
  return atStart({ code: 'limit', reason: 'fileBytes', args: { bytes, maximum }, path: [], at: 0 });
}

/** The text of a file without its byte order mark. A name without a known ending says nothing. */
export function readSource(bytes: Uint8Array, name: string): Result<SourceText, Problem> {
  const tooLarge = fileSizeProblem(name, bytes.length);
  if (tooLarge !== null) return refused(tooLarge);
  const mark = utf16Mark(bytes);
  if (mark !== null) {
    return refused(atStart({ code: 'encoding', reason: mark, path: [], at: 0 }));
  }
  const decoded = decodeUtf8(bytes, hasUtf8Mark(bytes) ? 3 : 0);
  if ('badAt' in decoded) return refused(encodingProblem(bytes, decoded.badAt));
  const format = formatOfName(name) ?? formatOfText(decoded.text);
  if (format === 'yaml' && bytes.length > limits.yamlFileBytes) {
    const args = { bytes: bytes.length, maximum: limits.yamlFileBytes };
    return refused(atStart({ code: 'limit', reason: 'fileBytes', args, path: [], at: 0 }));
  }
  return ok({ text: decoded.text, format });
}

export function parseSource({ text, format }: SourceText): ParsedSource {
  return format === 'json' ? parseJsonSource(text) : parseYamlSource(text);
}

/** Null for another ending. */
export function formatOfName(name: string): SourceFormat | null {
  if (/\.json$/i.test(name)) return 'json';
  return /\.ya?ml$/i.test(name) ? 'yaml' : null;
}

function formatOfText(text: string): SourceFormat {
  return /^\s*\{/.test(text) ? 'json' : 'yaml';
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** UTF-16 without a mark shows by a zero beside an ASCII character. */
function utf16Mark(bytes: Uint8Array): 'utf16' | null {
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const hasZero = bytes.length >= 2 && (first === 0) !== (second === 0);
  return hasMark || hasZero ? 'utf16' : null;
}

function encodingProblem(bytes: Uint8Array, offset: number): Problem {
  const start = hasUtf8Mark(bytes) ? 3 : 0;
  const before = decodeUtf8(bytes.subarray(start, offset));
  const lines = 'text' in before ? before.text.split(/\r\n?|\n/) : [''];
  const place = { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  const args = { offset };
  return toProblem({ code: 'encoding', reason: 'notUtf8', args, path: [], at: offset }, place);
}

function atStart(draft: Draft): Problem {
  return toProblem(draft, { line: 1, column: 1 });
}
