import { describe, expect, test } from 'vitest';
import { sampleTypes } from './sample-types.ts';
import { validateText } from './validate.ts';

/** a ← b ← c, beside a task d; the reference is read by `c`. */
function problemsOf(reference: string, field = 'output') {
  const file = {
    millrace: 1,
    id: 'w',
    params: { limit: { type: 'integer', default: 1 } },
    tasks: {
      a: { type: 'step' },
      'python3.11': { type: 'step', dependencies: ['a'] },
      c: { type: 'step', dependencies: ['python3.11'], with: { [field]: reference } },
      d: { type: 'step' },
    },
  };
  return validateText(JSON.stringify(file, null, 1), 'json', sampleTypes).problems.map(
    ({ code, reason, hint, path }) => ({ code, reason, hint, path: path.join('/') }),
  );
}

describe('a reference (MOD-05)', () => {
  test.each([
    '${{ params.limit }}',
    '${{params.limit + 1}} of ${{ tasks.a.output.total }}',
    '${{ tasks["python3.11"].output }}',
    '${{ tasks.a.state == "succeeded" ? tasks.a.output : null }}',
    '${{ tasks.a.failure.code }}',
    '${{ tasks.a.output.rows.filter(row, row.delay > params.limit).map(row, row.id) }}',
    '${{ has(tasks.a.output.x) ? 1 : 2 }}',
    '${{ {"a": {"b": "}}"}} }}',
    '${{ execution.id }}',
    '${{ [1, "two", params.limit] }}',
    'literal $${{ anything',
    'plain $ {{ text }}',
  ])('%s is good', (reference) => {
    expect(problemsOf(reference)).toEqual([]);
  });

  test.each([
    ['${{ params.limt }}', 'unknownParam', 'limit'],
    ['${{ tasks.e.output }}', 'unknownTask', null],
    ['${{ tasks["python3.1"].output }}', 'unknownTask', 'python3.11'],
    ['${{ tasks.d.output }}', 'notUpstream', null],
    ['${{ tasks.c.output }}', 'notUpstream', null],
    ['${{ tasks.a.outptu }}', 'unknownPart', 'output'],
    ['${{ tasks.a }}', 'unknownPart', null],
    ['${{ tasks[params.limit].output }}', 'dynamicTask', null],
    ['${{ size(tasks) }}', 'dynamicTask', null],
    ['${{ task.a.output }}', 'unknownRoot', 'tasks'],
    ['${{ item.x }}', 'noItem', null],
    ['${{ 1 + }}', 'expression', null],
    ['${{ nope(1) }}', 'expression', null],
    ['${{ "a" + 1 }}', 'expression', null],
    ['${{ }}', 'empty', null],
    ['${{ params.limit', 'unclosed', null],
    ['${{ "x".matches("(a+)+$") }}', 'noMatches', null],
    ['${{ [1].map(a, [1].map(b, [1].map(c, c))) }}', 'tooComplex', null],
  ])('%s is told', (reference, reason, hint) => {
    expect(problemsOf(reference)).toEqual([
      { code: 'badReference', reason, hint, path: 'tasks/c/with/output' },
    ]);
  });

  test.each([
    ['deep', `${'('.repeat(2_000)}1${')'.repeat(2_000)}`, 'expression'],
    ['wide', `${'1+'.repeat(4_000)}1`, 'expression'],
    ['long', `${'1+'.repeat(6_000)}1`, 'tooComplex'],
  ])('that is too %s is told', (_name, expression, reason) => {
    expect(problemsOf(`\${{ ${expression} }}`)).toMatchObject([{ reason }]);
  });

  test('stands for a value of any type', () => {
    expect(problemsOf('${{ params.limit }}', 'count')).toEqual([]);
    expect(problemsOf('$${{ params.limit }}', 'count')).toMatchObject([{ code: 'wrongType' }]);
  });

  test('is not looked for in a field that is literal', () => {
    const text = 'millrace: 1\nid: w\ntasks:\n  a: {type: code, with: {code: "`${{a: 1}}`"}}\n';

    expect(validateText(text, 'yaml', sampleTypes).problems).toEqual([]);
  });

  test('inside a list is told with its path', () => {
    const text =
      'millrace: 1\nid: w\ntasks:\n  a: {type: step, with: {output: {x: [1, "${{ params.n }}"]}}}\n';

    expect(validateText(text, 'yaml', sampleTypes).problems).toMatchObject([
      { path: ['tasks', 'a', 'with', 'output', 'x', 1], line: 4, column: 42 },
    ]);
  });

  test('is checked in a chain of 20,000 tasks that read what is far upstream', () => {
    const tasks = Array.from({ length: 20_000 }, (_, index) => {
      const read = String((index * 7_919) % Math.max(index, 1));
      const fields = index === 0 ? '' : `,"with":{"output":"\${{ tasks.t${read}.output }}"}`;
      const dependencies = index === 0 ? '' : `"t${String(index - 1)}"`;
      return `"t${String(index)}":{"type":"step","dependencies":[${dependencies}]${fields}}`;
    });
    const text = `{"millrace":1,"id":"w","tasks":{${tasks.join(',')}}}`;

    expect(validateText(text, 'json', sampleTypes).problems).toEqual([]);
  });
});
