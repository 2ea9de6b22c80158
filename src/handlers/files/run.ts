import Papa from 'papaparse';
import { isJsonObject, own, setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import { toContentHash } from '#core/shared/ids.ts';
import { TaskError, type HandlerResult, type Run, type TaskContext } from '#ports/handler.ts';

/** Bytes of a data set that is shipped with an example; null for an unknown name. */
export type ReadExample = (name: string) => Promise<Uint8Array | null>;

/** Reads one file, a shipped one or the one given for a param, as the format says. */
export function createFilesRun(readExample: ReadExample): Run {
  return async (context) => {
    const source = await findSource(context, readExample);
    if ('missing' in source) return { kind: 'needsFile', name: source.missing };
    const asked = own(context.with, 'format');
    const format = typeof asked === 'string' ? asked : guessFormat(source.name);
    const output = source.read(format);
    context.log('info', `Read ${source.name}: ${String(source.bytes)} bytes as ${format}`);
    return { kind: 'succeeded', output } satisfies HandlerResult;
  };
}

interface Source {
  readonly name: string;
  readonly bytes: number;
  read(format: string): JsonValue;
}

async function findSource(
  context: TaskContext,
  readExample: ReadExample,
): Promise<Source | { readonly missing: string }> {
  const example = own(context.with, 'example');
  if (typeof example === 'string') {
    const bytes = await readExample(example);
    if (bytes === null) throw unknownExample(example);
    return toSource(example, bytes, null);
  }
  const name = own(context.with, 'param');
  if (typeof name !== 'string') throw badWith('"example" or "param" must name the file');
  const given = own(context.params, name);
  if (!isJsonObject(given)) return { missing: name };
  const hash = own(given, '$artifact');
  if (typeof hash !== 'string') return { missing: name };
  const bytes = await context.artifacts.get(toContentHash(hash));
  return bytes === null ? { missing: name } : toSource(fileNameOf(given) ?? name, bytes, given);
}

function fileNameOf(artifact: JsonObject): string | null {
  const name = own(artifact, 'name');
  return typeof name === 'string' ? name : null;
}

function toSource(name: string, bytes: Uint8Array, artifact: JsonObject | null): Source {
  return {
    name,
    bytes: bytes.length,
    read: (format) => {
      if (format === 'bytes') {
        if (artifact !== null) return artifact;
        throw badWith('An example is read as csv, json or text; bytes are for a given file');
      }
      const text = decode(name, bytes);
      if (format === 'csv') return parseCsv(name, text);
      return format === 'json' ? parseJson(name, text) : text;
    },
  };
}

function guessFormat(name: string): string {
  const ending = /\.(csv|json)$/i.exec(name)?.[1]?.toLowerCase();
  return ending ?? 'text';
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badFile(`${name} is not UTF-8 text. Save it as UTF-8 and pick it again`);
  }
}

function parseJson(name: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw badFile(`${name} is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** One object a row; a column is of numbers only when all that is in it is a number. */
function parseCsv(name: string, text: string): JsonValue {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    skipEmptyLines: 'greedy',
  });
  const broken = errors.find((error) => error.type !== 'Delimiter');
  if (broken !== undefined) {
    const row = broken.row === undefined ? '' : `, row ${String(broken.row + 1)}`;
    throw badFile(`${name} is not readable as CSV${row}: ${broken.message}`);
  }
  const [header = [], ...rows] = data;
  const uneven = rows.findIndex((row) => row.length !== header.length);
  if (uneven >= 0) {
    const found = String(rows[uneven]?.length ?? 0);
    throw badFile(
      `${name}, row ${String(uneven + 2)}: ${found} fields, but the first row names ${String(header.length)} columns`,
    );
  }
  const names = uniqueNames(header);
  const isNumeric = names.map((_name, column) => isNumberColumn(rows, column));
  return rows.map((row) => {
    const object: Record<string, JsonValue> = {};
    for (const [column, field] of row.entries()) {
      const value = isNumeric[column] === true ? toNumber(field) : field;
      setOwn(object, names[column] ?? '', value);
    }
    return object;
  });
}

const numberText = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;

/** Empty fields do not decide; digits with a leading zero are a code, not a number. */
function isNumberColumn(rows: readonly (readonly string[])[], column: number): boolean {
  let hasNumber = false;
  for (const row of rows) {
    const field = row[column] ?? '';
    if (field.trim() === '') continue;
    if (!numberText.test(field) || /^\s*[-+]?0\d/.test(field)) return false;
    if (!Number.isFinite(Number(field))) return false;
    hasNumber = true;
  }
  return hasNumber;
}

function toNumber(field: string): number | null {
  return field.trim() === '' ? null : Number(field);
}

/** A column without a name, or with one that is taken, gets its number. */
function uniqueNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((text, column) => {
    let name = text.trim() === '' ? `column ${String(column + 1)}` : text.trim();
    while (taken.has(name)) name = `${name} (${String(column + 1)})`;
    taken.add(name);
    return name;
  });
}

function badFile(message: string): TaskError {
  return new TaskError({ code: 'badFile', message, retryable: false });
}

function badWith(message: string): TaskError {
  return new TaskError({ code: 'badWith', message, retryable: false });
}

function unknownExample(name: string): TaskError {
  const message = `No data set "${name}" is shipped with Millrace`;
  return new TaskError({ code: 'exampleMissing', message, retryable: false });
}
