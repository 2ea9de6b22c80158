import { toTaskId, type TaskId } from '#core/shared/ids.ts';
import { isJsonObject, own, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import { parseExpression } from './expression.ts';
import { splitTemplate } from './template.ts';

/** Tasks that the references of a `with` name, each once; what no reference can be names none. */
export function referencedTasks(fields: JsonObject, literal: readonly string[]): readonly TaskId[] {
  const found = new Set<TaskId>();
  const stack: JsonValue[] = [];
  for (const key of Object.keys(fields)) {
    if (!literal.includes(key)) stack.push(own(fields, key) ?? null);
  }
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string') collect(value, found);
    else if (Array.isArray(value)) pushAll(stack, value as readonly JsonValue[]);
    else if (isJsonObject(value)) pushAll(stack, Object.values(value));
  }
  return [...found];
}

/** One by one: spread arguments have a limit that lists of data exceed. */
function pushAll(stack: JsonValue[], values: readonly JsonValue[]): void {
  for (const value of values) stack.push(value);
}

function collect(text: string, found: Set<TaskId>): void {
  if (!text.includes('${{')) return;
  for (const part of splitTemplate(text) ?? []) {
    if (part.kind !== 'expression') continue;
    const expression = parseExpression(part.text);
    if (!expression.ok) continue;
    for (const id of expression.value.taskIds) found.add(toTaskId(id));
  }
}
