import { suggestFrom } from '#core/shared/edit-distance.ts';
import type { Suggest } from '#core/shared/edit-distance.ts';
import { toTaskId } from '#core/shared/ids.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Result } from '#core/shared/result.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { Report } from '#core/workflow/draft.ts';
import type { TaskGraph } from '#core/workflow/graph.ts';
import type { Task, Workflow } from '#core/workflow/model.ts';
import type { Path } from '#core/workflow/problem.ts';
import { parseExpression, roots, taskParts } from './expression.ts';
import type { BadExpression, Expression } from './expression.ts';
import { splitTemplate } from './template.ts';
import { notUpstream } from './upstream.ts';
import type { Reading } from './upstream.ts';

export interface ReferenceInput {
  readonly workflow: Workflow;
  readonly graph: TaskGraph;
  readonly descriptors: Descriptors;
  readonly report: Report;
}

/**
 * Reports each reference that is none, or that names a param or a task which is not there or not
 * upstream of its reader (MOD-05).
 */
export function checkReferences(input: ReferenceInput): void {
  new ReferenceCheck(input).run();
}

interface PlacedReading extends Reading {
  readonly path: Path;
  readonly expression: string;
}

class ReferenceCheck {
  readonly #input: ReferenceInput;
  readonly #readings: PlacedReading[] = [];
  /** Many tasks of a generated file say the same. */
  readonly #parsed = new Map<string, Result<Expression, BadExpression>>();
  readonly #suggestTask: Suggest;
  readonly #suggestParam: Suggest;
  readonly #suggestPart = suggestFrom(taskParts);
  readonly #suggestRoot = suggestFrom(roots);

  constructor(input: ReferenceInput) {
    this.#input = input;
    this.#suggestTask = suggestFrom(input.workflow.tasks.keys());
    this.#suggestParam = suggestFrom(input.workflow.params.keys());
  }

  run(): void {
    const { workflow, graph, descriptors, report } = this.#input;
    let index = 0;
    for (const task of workflow.tasks.values()) {
      const literal = descriptors.get(task.type)?.literal;
      // Of an unknown type nobody knows which fields are code.
      if (literal !== undefined) this.#task(task, { index, literal });
      index += 1;
    }
    for (const { reader, target, path, expression } of notUpstream(graph, this.#readings)) {
      const args = {
        task: graph.ids[reader] ?? '',
        named: graph.ids[target] ?? '',
        expression,
      };
      report({ code: 'badReference', reason: 'notUpstream', args, path, at: 'value' });
    }
  }

  #task(task: Task, { index, literal }: TaskPlace): void {
    for (const key of Object.keys(task.with)) {
      if (literal.includes(key)) continue;
      const path = ['tasks', task.id, 'with', key];
      this.#value(own(task.with, key) ?? null, path, index);
    }
  }

  #value(value: JsonValue, path: Path, reader: number): void {
    if (typeof value === 'string') {
      if (value.includes('${{')) this.#text(value, path, reader);
    } else if (Array.isArray(value)) {
      (value as readonly JsonValue[]).forEach((item, index) => {
        this.#value(item, [...path, index], reader);
      });
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) {
        this.#value(own(value, key) ?? null, [...path, key], reader);
      }
    }
  }

  #text(text: string, path: Path, reader: number): void {
    const parts = splitTemplate(text);
    if (parts === null) {
      this.#input.report({ code: 'badReference', reason: 'unclosed', path, at: 'value' });
      return;
    }
    for (const part of parts) {
      if (part.kind === 'expression') this.#expression(part.text, path, reader);
    }
  }

  #expression(text: string, path: Path, reader: number): void {
    const parsed = this.#parsed.get(text) ?? parseExpression(text);
    this.#parsed.set(text, parsed);
    if (!parsed.ok) {
      const { reason, args } = parsed.problem;
      const hint = this.#hintFor(parsed.problem);
      const known = { ...args, expression: text };
      this.#input.report({ code: 'badReference', reason, args: known, path, at: 'value', hint });
      return;
    }
    for (const param of parsed.value.params) this.#param(param, text, path);
    for (const id of parsed.value.taskIds) this.#named(id, { text, path, reader });
  }

  #hintFor({ reason, args }: BadExpression): string | null {
    if (reason === 'unknownPart') return this.#suggestPart(args['part'] ?? '');
    return reason === 'unknownRoot' ? this.#suggestRoot(args['name'] ?? '') : null;
  }

  #param(param: string, expression: string, path: Path): void {
    if (this.#input.workflow.params.has(param)) return;
    const args = { param, expression };
    const hint = this.#suggestParam(param);
    const place = { path, at: 'value' } as const;
    this.#input.report({ code: 'badReference', reason: 'unknownParam', args, ...place, hint });
  }

  #named(id: string, { text, path, reader }: NamedPlace): void {
    const target = this.#input.graph.indexById.get(toTaskId(id));
    if (target !== undefined) {
      this.#readings.push({ reader, target, path, expression: text });
      return;
    }
    const args = { named: id, expression: text };
    const hint = this.#suggestTask(id);
    const place = { path, at: 'value' } as const;
    this.#input.report({ code: 'badReference', reason: 'unknownTask', args, ...place, hint });
  }
}

interface TaskPlace {
  readonly index: number;
  readonly literal: readonly string[];
}

interface NamedPlace {
  readonly text: string;
  readonly path: Path;
  readonly reader: number;
}
