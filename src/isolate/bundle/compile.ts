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
  if (typeof source !== 'string') return refusedAs('The task has no code.', null);
  if (source.length > codeLengthMax) return refusedAs('The code is longer than 4 MiB.', null);
  const stripped = strip(source, own(task, 'language') === 'ts' ? stripTypes : (code) => code);
  if (stripped.kind === 'refused') return stripped;

  const exportsName = freeName(stripped.text);
  const rewritten = rewriteModule(stripped.text, exportsName);
  const original = source.split(lineBreak);
  if (rewritten.kind === 'refused') {
    const { message, place } = rewritten.problem;
    const strippedLines = stripped.text.split(lineBreak);
    return refusedAs(message, place === null ? null : mapPlace(original, strippedLines, place));
  }
  const lines = rewritten.text.split(lineBreak);
  return {
    kind: 'code',
    // The inner block lets a module declare the names of our parameters as its own.
    text: `async(${[exportsName, ...endowments].join(',')})=>{{\n${rewritten.text}\n}}`,
    locate: (line, column) => mapPlace(original, lines, { line, column }),
  };
}

function refusedAs(message: string, place: Place | null): RefusedTask {
  return { kind: 'refused', problem: { message, place } };
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
    return refusedAs(text, pos === undefined ? null : placeAt(source, pos));
  }
}

function freeName(code: string): string {
  let name = 'exports$';
  while (code.includes(name)) name += '$';
  return name;
}

/**
 * The column in the person's own line: what stands before and after the change has kept its
 * distance to the line's start or end. Between the two the nearest place is the start of the change.
 */
function mapPlace(
  original: readonly string[],
  changed: readonly string[],
  { line, column }: Place,
): Place | null {
  const from = changed[line - 1];
  const to = original[line - 1];
  if (from === undefined || to === undefined) return null;
  let prefix = 0;
  while (prefix < from.length && from[prefix] === to[prefix]) prefix += 1;
  if (column - 1 <= prefix) return { line, column };
  let suffix = 0;
  const suffixMax = Math.min(from.length, to.length) - prefix;
  while (suffix < suffixMax && from.at(-1 - suffix) === to.at(-1 - suffix)) suffix += 1;
  const toEnd = from.length - (column - 1);
  return { line, column: toEnd <= suffix ? to.length - toEnd + 1 : prefix + 1 };
}
