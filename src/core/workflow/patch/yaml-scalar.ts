import type { JsonValue } from '#core/shared/json.ts';

export type Quoting = 'plain' | 'single' | 'double';

/** A text on one line, quoted as wished where that can say it. */
export function yamlScalar(
  value: Exclude<JsonValue, object> | null,
  { wanted, quote }: { readonly wanted: Quoting | null; readonly quote: '"' | "'" | null },
): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const quoting = wanted ?? 'plain';
  if (quoting === 'plain' && isPlain(value)) return value;
  const isSingle = quoting === 'single' || (quoting === 'plain' && prefersSingle(value, quote));
  return isSingle && isShown(value) ? `'${value.replaceAll("'", "''")}'` : doubleQuoted(value);
}

function prefersSingle(value: string, quote: '"' | "'" | null): boolean {
  return quote === null ? /["\\]/.test(value) && !value.includes("'") : quote === "'";
}

const plain = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*(?: [\p{L}\p{N}_./-]+)*$/u;
/** Words of YAML 1.2, and of 1.1, because other tools read our files, too. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function isPlain(text: string): boolean {
  if (text.length > 200 || !plain.test(text) || reserved.test(text)) return false;
  if (!/^\p{N}/u.test(text)) return true;
  // Not what some tool could take for a number.
  return /^\d/.test(text) && /[a-z]/i.test(text) && !/^(?:0[box]|[\d._]+e?[\d._-]*$)/i.test(text);
}

/** Characters that no one sees or that YAML reads as lines, and halves of a pair. */
const hidden =
  /[\u007f-\u00a0\u00ad\u061c\u2028\u2029\ufeff\ufffe\uffff]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const hiddenAll = new RegExp(hidden.source, 'g');

function isShown(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u001f]/.test(text) && !hidden.test(text);
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    hiddenAll,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export interface BlockText {
  /** `''`, or `-` or `+`. */
  readonly chomping: '' | '-' | '+';
  /** Whether the indentation must be stated, because the text begins with spaces. */
  readonly statesIndent: boolean;
  /** Without the last line end. */
  readonly lines: readonly string[];
}

/** A text as the lines of a block; null where a block could not say exactly this text. */
export function blockText(text: string): BlockText | null {
  // eslint-disable-next-line no-control-regex
  const isShownInLines = !/[\u0000-\u0008\u000b-\u001f]/.test(text) && !hidden.test(text);
  if (!/\S/.test(text) || !isShownInLines) return null;
  const lineEnds = /\n*$/.exec(text)?.[0].length ?? 0;
  const lines = (lineEnds > 0 ? text.slice(0, -1) : text).split('\n');
  const first = lines.findIndex((line) => /[^ ]/.test(line));
  return {
    chomping: lineEnds === 0 ? '-' : lineEnds === 1 ? '' : '+',
    statesIndent: lines.slice(0, first + 1).some((line) => /^[ \t]/.test(line)),
    lines,
  };
}

/** The lines of a block, each ended but the last one. */
export function blockBody({ lines }: BlockText, indent: string, lineEnd: string): string {
  return lines.map((line) => (line === '' ? '' : indent + line)).join(lineEnd);
}
