import { analyse } from 'chardet';
import { isJsonObject, own, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import type { SniffRequest, Sniffed } from '#ports/editor-api.ts';
import { CsvError, guessSeparator, parseCsv } from './csv.ts';
import { decodeText, encodings, type Encoding } from './decode-text.ts';

const shownRowsMax = 50;
/** Of 100: guesses that are as good as one another. */
const nearConfidence = 20;
/** What names a workflow, at the beginning of its text. */
const workflowMark = /(?:^|[{,\s])["']?millrace["']?\s*:\s*1\b/;

/** What a file of data seems to be; a person may say otherwise, and it is looked at again. */
export function sniff(request: SniffRequest): Sniffed {
  const { bytes, isWhole } = request;
  const encoding = request.encoding ?? guessEncoding(bytes, isWhole);
  // A cut in the middle of a character is no fault of the file.
  const text = decodeText(isWhole ? bytes : wholeLines(bytes), encoding);
  if (text === null) return { kind: 'unreadable', why: { reason: 'encoding', encoding } };
  if (workflowMark.test(text.slice(0, 2_000)) && !/\.[ct]sv$/i.test(request.name)) {
    return { kind: 'workflow' };
  }
  return /\.json$/i.test(request.name)
    ? sniffJson(text, encoding, isWhole)
    : sniffCsv(text, encoding, request);
}

function sniffCsv(text: string, encoding: string, { separator, columns }: SniffRequest): Sniffed {
  try {
    const used = separator ?? guessSeparator(text);
    const table = parseCsv(text, { separator: used, columns: { ...columns }, rows: null });
    const rows = table as readonly JsonObject[];
    const names = Object.keys(rows[0] ?? {});
    return {
      kind: 'table',
      format: 'csv',
      encoding,
      separator: used,
      columns: names.map((name) => ({ name, type: columns[name] ?? typeOf(rows, name) })),
      rows: rows.slice(0, shownRowsMax),
      rowCount: rows.length,
    };
  } catch (error) {
    if (error instanceof CsvError) return { kind: 'unreadable', why: error.about };
    throw error;
  }
}

function sniffJson(text: string, encoding: string, isWhole: boolean): Sniffed {
  const value = isWhole ? parse(text) : parse(firstItems(text));
  if (value === undefined) return { kind: 'unreadable', why: { reason: 'json' } };
  if (isJsonObject(value) && isLikeWorkflow(value)) return { kind: 'workflow' };
  const list: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const rows = list.filter(isJsonObject);
  if (rows.length === 0 || rows.length < list.length) return { kind: 'value', encoding };
  const names = new Set(rows.slice(0, shownRowsMax).flatMap((row) => Object.keys(row)));
  return {
    kind: 'table',
    format: 'json',
    encoding,
    separator: null,
    columns: [...names].map((name) => ({ name, type: typeOf(rows, name) })),
    rows: rows.slice(0, shownRowsMax),
    rowCount: rows.length,
  };
}

/** Also one with mistakes: those are told where workflows are read. */
function isLikeWorkflow(root: JsonObject): boolean {
  return own(root, 'millrace') !== undefined || own(root, 'tasks') !== undefined;
}

/** Of the beginning of a long list the items that are whole. */
function firstItems(text: string): string {
  const end = text.lastIndexOf('},');
  return end < 0 ? text : `${text.slice(0, end + 1)}]`;
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // No JSON, or a beginning that cannot be closed.
    return undefined;
  }
}

function typeOf(rows: readonly JsonObject[], name: string): 'text' | 'number' {
  const given = rows.map((row) => own(row, name) ?? null).filter((value) => value !== null);
  return given.length > 0 && given.every((value) => typeof value === 'number') ? 'number' : 'text';
}

/** UTF-8 when it is that, which chance hardly makes; else the likeliest of those that can be named. */
function guessEncoding(bytes: Uint8Array, isWhole: boolean): string {
  const sample = isWhole ? bytes : wholeLines(bytes);
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (decodeText(sample, 'utf-8') !== null) return 'utf-8';
  const found = analyse(sample).flatMap(({ name, confidence }) => {
    const label = toLabel(name);
    return label === null ? [] : [{ label, confidence }];
  });
  const [best] = found;
  // Short texts of western Europe look like several; the commonest of them is meant.
  const western = found.find(({ label }) => label === 'windows-1252');
  const isNear = (western?.confidence ?? 0) >= (best?.confidence ?? 0) - nearConfidence;
  return best === undefined || isNear ? 'windows-1252' : best.label;
}

function toLabel(name: string): Encoding | null {
  const label = name.toLowerCase();
  // The web reads the older name as the newer one.
  if (label === 'iso-8859-1') return 'windows-1252';
  return encodings.find((encoding) => encoding === label) ?? null;
}

/** Up to the last line end, which in every encoding here is this byte. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(0x0a);
  if (end < 0) return bytes;
  // In UTF-16 a line end is two bytes.
  const isWide = bytes.length > 1 && bytes[end + 1] === 0;
  return bytes.subarray(0, end + (isWide ? 2 : 1));
}
