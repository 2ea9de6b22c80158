import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';

/**
 * The corpus speaks of a format that is nobody's; each file is said in ours, with all its malice, so that
 * it is not refused for its words alone. What our format does not know stays where it stood.
 */
export function toOurFormat(text: string): string {
  const file = parse(text);
  // What is no map of fields is malice enough as it is.
  if (!isJsonObject(file)) return text;
  const { version, tasks } = file;
  const ours: Record<string, JsonValue> = { millrace: version ?? 1 };
  for (const [name, value] of Object.entries(file)) {
    if (name !== 'format' && name !== 'version') setOwn(ours, name, value);
  }
  ours['tasks'] = Array.isArray(tasks) ? toTaskMap(tasks) : (tasks ?? {});
  return write(ours);
}

const fieldNames: Readonly<Record<string, string>> = { retry: 'retryPolicy' };
const inWith = new Set(['code', 'command']);

function toTaskMap(tasks: readonly JsonValue[]): JsonObject {
  const map: Record<string, JsonValue> = {};
  for (const task of tasks) {
    if (isJsonObject(task) && typeof task['id'] === 'string') setOwn(map, task['id'], toTask(task));
  }
  return map;
}

function toTask(fields: JsonObject): JsonObject {
  const task: Record<string, JsonValue> = {};
  const given: Record<string, JsonValue> = {};
  const isCommand = fields['type'] === 'shell';
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'id') continue;
    if (name === 'type') task['type'] = isCommand ? 'command' : value;
    else if (name === 'code' && typeof value === 'string') given['code'] = toModule(value);
    else if (inWith.has(name)) setOwn(given, name, value);
    else if (name === 'timeoutMs') task['timeoutSeconds'] = Number(value) / 1_000;
    else if (name === 'retry' && isJsonObject(value)) task['retryPolicy'] = toRetryPolicy(value);
    // An expression where a map belongs would be refused for its type, and never be looked at.
    else setOwn(task, isJsonObject(value) ? (fieldNames[name] ?? name) : name, value);
  }
  return { ...task, with: given };
}

function toRetryPolicy({ max, backoffMs }: JsonObject): JsonObject {
  return { maxRetries: max ?? 0, backoffSeconds: Number(backoffMs ?? 0) / 1_000 };
}

function toModule(body: string): string {
  return `export default (ctx) => { ${body} };`;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null; // It is to be imported as it is.
  }
}

/** JSON cannot say infinity, but a file can: by a number that is too large. */
function write(value: JsonObject): string {
  const mark = 'number-too-large';
  const text = JSON.stringify(value, (_name, field: unknown) =>
    field === Infinity ? mark : field,
  );
  return text.replaceAll(`"${mark}"`, '1e309');
}
