import { isJsonObject, own, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import { toContentHash } from '#core/shared/ids.ts';
import { TaskError, type HandlerResult, type Run, type TaskContext } from '#ports/handler.ts';
import { CsvError, parseCsv } from './csv.ts';
import { decodeText } from './decode-text.ts';

/** Bytes of a data set that is shipped with an example; null for an unknown name. */
export type ReadExample = (name: string) => Promise<Uint8Array | null>;

/** Reads one file, a shipped one or the one given for a param, as the format says. */
export function createFilesRun(readExample: ReadExample): Run {
  return async (context) => {
    const source = await findSource(context, readExample);
    if ('missing' in source) return { kind: 'needsFile', name: source.missing };
    const asked = textOf(context.with, 'format');
    const format = asked ?? guessFormat(source.name);
    const output = source.read(format, context.with);
    const { name, bytes } = source;
    context.log('info', `Read ${name}: ${String(bytes)} bytes as ${format}`, {
      code: 'read',
      args: { name, bytes, format },
    });
    return { kind: 'succeeded', output } satisfies HandlerResult;
  };
}

interface Source {
  readonly name: string;
  readonly bytes: number;
  read(format: string, asked: JsonObject): JsonValue;
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
  if (typeof name !== 'string') throw badWith('"example" or "param" must name the file', 'noFile');
  const given = own(context.params, name);
  if (!isJsonObject(given)) return { missing: name };
  const id = textOf(given, '$source');
  if (id !== null)
    return openSource(context, id, { param: name, name: textOf(given, 'name') ?? name });
  const hash = textOf(given, '$artifact');
  if (hash === null) return { missing: name };
  const bytes = await context.artifacts.get(toContentHash(hash));
  return bytes === null ? { missing: name } : toSource(textOf(given, 'name') ?? name, bytes, given);
}

/** In place: what the file holds now, as far as the browser may read it. */
async function openSource(
  context: TaskContext,
  id: string,
  asked: { readonly param: string; readonly name: string },
): Promise<Source | { readonly missing: string }> {
  const opened = await context.sources.open(id);
  if (opened === null) {
    context.log('info', `${asked.name} cannot be read at the moment`, {
      code: 'cannotRead',
      args: asked,
    });
    return { missing: asked.param };
  }
  return toSource(opened.name, await opened.bytes(), null);
}

function textOf(object: JsonObject, name: string): string | null {
  const value = own(object, name);
  return typeof value === 'string' ? value : null;
}

function toSource(name: string, bytes: Uint8Array, artifact: JsonObject | null): Source {
  return {
    name,
    bytes: bytes.length,
    read: (format, asked) => {
      if (format === 'bytes') {
        if (artifact !== null) return artifact;
        throw badWith(
          'Bytes are for a file that was copied in; read this one as csv, json or text',
          'bytesInPlace',
        );
      }
      const text = decode(name, bytes, textOf(asked, 'encoding'));
      if (format === 'csv') return readCsv(name, text, asked);
      return format === 'json' ? parseJson(name, text) : text;
    },
  };
}

function readCsv(name: string, text: string, asked: JsonObject): JsonValue {
  const columns = own(asked, 'columns');
  const rows = own(asked, 'rows');
  try {
    return parseCsv(text, {
      separator: textOf(asked, 'separator'),
      columns: isJsonObject(columns) ? columns : {},
      rows: typeof rows === 'number' ? rows : null,
    });
  } catch (error) {
    if (error instanceof CsvError)
      throw badFile(`${name} ${error.message}`, { name, ...error.about });
    throw error;
  }
}

function guessFormat(name: string): string {
  const ending = /\.(csv|json)$/i.exec(name)?.[1]?.toLowerCase();
  return ending ?? 'text';
}

function decode(name: string, bytes: Uint8Array, encoding: string | null): string {
  const text = decodeText(bytes, encoding);
  if (text !== null) return text;
  const found = encoding ?? 'UTF-8';
  throw badFile(`${name} is not ${found} text. Name its encoding in the task's field "encoding"`, {
    reason: 'notText',
    name,
    encoding: found,
  });
}

function parseJson(name: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw badFile(`${name} is not JSON: ${detail}`, { reason: 'notJson', name, detail });
  }
}

function badFile(message: string, details: JsonObject): TaskError {
  return new TaskError({ code: 'badFile', message, retryable: false, details });
}

function badWith(message: string, reason: string): TaskError {
  return new TaskError({ code: 'badWith', message, retryable: false, details: { reason } });
}

function unknownExample(name: string): TaskError {
  const message = `No data set "${name}" is shipped with Millrace`;
  return new TaskError({ code: 'exampleMissing', message, retryable: false, details: { name } });
}
