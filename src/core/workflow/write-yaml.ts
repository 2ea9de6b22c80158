import type { FileMap, FileValue } from './to-file.ts';
import { entriesOf, isList, writeScalar } from './write-json.ts';

/**
 * YAML in the plainest style: block maps and lists, `|` for code, and double quotes, as JSON has
 * them, around everything that could be read as something else.
 */
export function writeYamlText(file: FileMap): string {
  return writeMembers(file, '');
}

function writeMembers(map: FileMap | Parameters<typeof entriesOf>[0], indent: string): string {
  return entriesOf(map)
    .map(([key, value]) => `${indent}${writeText(key)}:${writeValue(value, indent)}`)
    .join('');
}

/** What follows a colon or a dash, to the end of its last line. */
function writeValue(value: FileValue, indent: string): string {
  const inner = `${indent}  `;
  if (isList(value)) return writeList(value, indent);
  if (typeof value === 'string') return ` ${writeBlock(value, inner) ?? `${writeText(value)}\n`}`;
  if (typeof value !== 'object' || value === null) return ` ${writeScalar(value)}\n`;
  const members = writeMembers(value, inner);
  return members === '' ? ' {}\n' : `\n${members}`;
}

function writeList(list: readonly FileValue[], indent: string): string {
  const inner = `${indent}  `;
  if (list.every((item) => typeof item !== 'object' || item === null)) {
    const items = list.map((item) =>
      typeof item === 'string' ? writeText(item) : writeScalar(item as null),
    );
    return ` [${items.join(', ')}]\n`;
  }
  return `\n${list.map((item) => `${inner}-${writeValue(item, inner)}`).join('')}`;
}

const plain = /^[\p{L}_][\p{L}\p{N}_./-]*(?: [\p{L}\p{N}_./-]+)*$/u;
/** Words of YAML 1.2, and of 1.1, because other tools read our files, too. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function writeText(text: string): string {
  const isPlain = text.length <= 200 && plain.test(text) && !reserved.test(text);
  return isPlain ? text : quoted(text);
}

/** Characters that JSON leaves as they are, but that no one sees or that YAML reads as lines. */
const notShown =
  /[\u007f-\u00a0\u00ad\u061c\u2028\u2029\ufeff]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    notShown,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Lines of code, readable; null where a block could not say exactly this text. */
function writeBlock(text: string, indent: string): string | null {
  const isOneLine = !text.includes('\n');
  const isPrintable = /^[\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u0600\u0620-\u1fff\u3000-\ud7ff]*$/.test(
    text,
  );
  if (isOneLine || !isPrintable || /^\s|\n\n$|[ \t]$/.test(text)) return null;
  const hasEnd = text.endsWith('\n');
  const lines = (hasEnd ? text.slice(0, -1) : text).split('\n');
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
  return `|${hasEnd ? '' : '-'}\n${body}\n`;
}
