import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';

export interface Oracle {
  readonly kind: string;
  readonly path?: string;
  readonly value?: JsonValue;
  readonly maxGapMs?: number;
  readonly watchMs?: number;
  readonly marker?: string;
}

export interface SandboxCase {
  readonly id: string;
  readonly category: string;
  readonly title: string;
  readonly input: {
    readonly code: string;
    readonly taskInput: JsonObject;
    readonly limits: { readonly timeoutMs: number };
    readonly before?: { readonly code: string };
    readonly needs?: readonly string[];
    readonly cancelAfterMs?: number;
  };
  readonly expect: { readonly status: readonly string[]; readonly oracles: readonly Oracle[] };
}

export interface Corpus {
  readonly defaults: { readonly graceMs: number };
  readonly cases: readonly SandboxCase[];
}

/** Our own file, checked in beside this one: its shape is known. */
export function readCorpus(): Corpus {
  const file = fileURLToPath(new URL('../sandbox.json', import.meta.url));
  return JSON.parse(readFileSync(file, 'utf8')) as Corpus;
}

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([A-Z]+)\}\}/g, (all, name: string) => values[name] ?? all);
}

/** A case is the body of `async (input, ctx) => {…}`; a task of ours is a module. */
export function toModule(body: string): string {
  return [
    'export default ({ inputs, ...ctx }) => body(inputs, ctx);',
    `const body = async (input, ctx) => {\n${body}\n};`,
  ].join('\n');
}
