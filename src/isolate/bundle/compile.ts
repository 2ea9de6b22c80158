import type { JsonObject } from '#core/shared/json.ts';
import { own } from '#core/shared/json.ts';
import { endowments } from '#isolate/messages.ts';
import { placeAt, rewriteModule, type CodeProblem, type Place } from './rewrite.ts';

/** A task's module as the text of one function, and the way back to the person's own lines. */
export interface CompiledTask {
  readonly kind: 'code';
  readonly text: string;
  /** @param line from 0, the wrapper's own; @param column from 1. */
  locate(line: number, column: number): Place | null;
}
export interface RefusedTask {
  readonly kind: 'refused';
  readonly problem: CodeProblem;
}

export type StripTypes = (code: string) => string;

const lineBreak = /\r\n|[\n\r\u2028\u2029]/;
const codeLengthMax = 4 * 1024 * 1024;

/** @param stripTypes removes TypeScript's types and keeps every line where it is. */
export function compileTask(task: JsonObject, stripTypes: StripTypes): CompiledTask | RefusedTask {
  const source = own(task, 'code');
  if (typeof source !== 'string') return refusedAs('noCode', 'The task has no code.', null);
  if (source.length > codeLengthMax) {
    return refusedAs('tooLong', 'The code is longer than 4 MiB.', null);
  }
  const stripped = strip(source, own(task, 'language') === 'ts' ? stripTypes : (code) => code);
  if (stripped.kind === 'refused') return stripped;

  const exportsName = freeName(stripped.text);
  const rewritten = rewriteModule(stripped.text, exportsName);
  const toOwn = (place: Place | null) =>
    place === null ? null : mapPlace(source, stripped.text, place);
  if (rewritten.kind === 'refused') {
    const { reason, message, place } = rewritten.problem;
    return refusedAs(reason, message, toOwn(place));
  }
  return {
    kind: 'code',
    // The inner block lets a module declare the names of our parameters as its own.
    text: `async(${[exportsName, ...endowments].join(',')})=>{{\n${rewritten.text}\n}}`,
    locate: (line, column) => toOwn(rewritten.locate({ line, column })),
  };
}

function refusedAs(
  reason: CodeProblem['reason'],
  message: string,
  place: Place | null,
): RefusedTask {
  return { kind: 'refused', problem: { reason, message, place } };
}

function strip(
  source: string,
  stripTypes: StripTypes,
): { readonly kind: 'text'; readonly text: string } | RefusedTask {
  try {
    return { kind: 'text', text: stripTypes(source) };
  } catch (error) {
    // The stripper throws for code it cannot read; it knows no other reason.
    const { message, pos } = error as { readonly message: string; readonly pos?: number };
    const text = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    return refusedAs('syntax', text, pos === undefined ? null : placeAt(source, pos));
  }
}

function freeName(code: string): string {
  let name = 'exports$';
  while (code.includes(name)) name += '$';
  return name;
}

/**
 * The place in the person's own line, from which types were taken out: both are read together from
 * the left, and what is only in the person's line is passed over.
 */
function mapPlace(original: string, stripped: string, { line, column }: Place): Place {
  const own = original.split(lineBreak)[line - 1] ?? '';
  const left = stripped.split(lineBreak)[line - 1] ?? '';
  if (own === left) return { line, column };
  let at = 0;
  for (let index = 0; index < column - 1; index += 1) {
    const found = own.indexOf(left[index] ?? '', at);
    if (found < 0) return { line, column: 1 };
    at = found + 1;
  }
  const last = own.indexOf(left[column - 1] ?? '', at);
  return { line, column: (last < 0 ? at : last) + 1 };
}
