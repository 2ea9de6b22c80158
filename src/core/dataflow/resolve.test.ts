import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { resolveWith } from './resolve.ts';
import type { Scope } from './resolve.ts';

const tasks: Readonly<Record<string, JsonObject>> = {
  a: { state: 'succeeded', output: { n: 2.5, rows: [{ v: 1 }, { v: 20 }], constructor: 'mine' } },
  failed: { state: 'failed', failure: { code: 'timeout' } },
};
const scope: Scope = {
  params: { n: 5, name: 'Ada', list: [1, 2], __proto__: null },
  execution: { id: 'e1' },
  task: (id) => tasks[id],
};

function resolved(text: JsonValue): unknown {
  const result = resolveWith({ field: text }, [], scope);
  return result.ok ? result.value['field'] : result.problem.code;
}

describe('a text that is one reference', () => {
  test.each([
    ['${{ params.n }}', 5],
    ['${{ params.n + 1 }}', 6],
    ['${{ params.n / 2 }}', 2.5],
    ['${{ 7 / 2 }}', 3],
    ['${{ params.n % 2 == 1.0 }}', true],
    ['${{ params.n * tasks.a.output.n }}', 12.5],
    ['${{ size(params.list) }}', 2],
    ['${{ params.list + [3] }}', [1, 2, 3]],
    ['${{ tasks.a.output.rows[1].v }}', 20],
    ['${{ tasks.a.output["rows"] }}', [{ v: 1 }, { v: 20 }]],
    ['${{ tasks.a.output.rows.filter(r, r.v > params.n).map(r, r.v) }}', [20]],
    ['${{ tasks.a.output.constructor }}', 'mine'],
    ['${{ tasks.a.output.constructor + "!" }}', 'mine!'],
    ['${{ tasks.failed.failure.code }}', 'timeout'],
    ['${{ has(tasks.a.output.zz) ? 1 : 2 }}', 2],
    [
      '${{ {"a": [1u, timestamp("2026-01-01T00:00:00Z"), null]} }}',
      { a: [1, '2026-01-01T00:00:00.000Z', null] },
    ],
    ['${{ execution.id }}', 'e1'],
    ['  ${{ params.n }}', '  5'],
  ])('%s gives the value itself', (text, expected) => {
    expect(resolved(text)).toEqual(expected);
  });

  test('hands over an output without a copy', () => {
    expect(resolved('${{ tasks.a.output }}')).toBe(tasks['a']?.['output']);
  });
});

describe('a text with references', () => {
  test.each([
    ['${{ params.name }} has ${{ params.list }}', 'Ada has [1,2]'],
    ['$${{ params.n }} is ${{ params.n }}', '${{ params.n }} is 5'],
    ['$$${{ x', '$${{ x'],
    ['no reference', 'no reference'],
  ])('%s becomes %s', (text, expected) => {
    expect(resolved(text)).toBe(expected);
  });

  test('may stand anywhere in the value, but not in a literal field', () => {
    const fields = { code: '${{ params.n }}', deep: [{ __x: '${{ params.n }}' }], n: 1 };

    expect(resolveWith(fields, ['code'], scope)).toEqual({
      ok: true,
      value: { code: '${{ params.n }}', deep: [{ __x: 5 }], n: 1 },
    });
  });
});

describe('a reference without a value', () => {
  test.each([
    ['${{ params.zz }}', 'referenceMissing'],
    ['${{ params.zz + 1 }}', 'referenceMissing'],
    ['${{ params.toString }}', 'referenceMissing'],
    ['${{ tasks.a.output.rows[9] }}', 'referenceMissing'],
    ['${{ tasks.a.output.rows[params.n] }}', 'referenceMissing'],
    ['${{ tasks.failed.output }}', 'referenceMissing'],
    ['${{ tasks.unknown.output }}', 'referenceMissing'],
    ['${{ 1 / 0 }}', 'referenceFailed'],
    ['${{ params.n / 0 }}', 'referenceFailed'],
    ['${{ params.name + 1 }}', 'referenceFailed'],
    ['${{ b"bytes" }}', 'referenceFailed'],
    ['${{ type(1) }}', 'referenceFailed'],
    ['${{ 9223372036854775807 }}', 'referenceFailed'],
  ])('%s is a failure', (text, code) => {
    expect(resolved(text)).toBe(code);
  });

  test('names the expression and is not tried again', () => {
    expect(resolveWith({ x: '${{ params.zz }}' }, [], scope)).toMatchObject({
      ok: false,
      problem: { code: 'referenceMissing', retryable: false, details: { expression: 'params.zz' } },
    });
  });
});
