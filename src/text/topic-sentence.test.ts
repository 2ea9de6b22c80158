import { describe, expect, test } from 'vitest';
import { formatNames } from '#core/workflow/names.ts';
import { english } from '#text/en/catalogue.ts';
import { textFor } from '#text/text.ts';
import { topicSentence } from '#text/topic-sentence.ts';
import { patchRefusal } from '#text/patch-refusal.ts';

describe('what a field means', () => {
  test('is said of every field of the format', () => {
    const { workflow, task, param, retryPolicy } = formatNames();
    const names = [
      ...[...workflow.known].map((name) => `workflow.${name}`),
      ...[...task.known].map((name) => `task.${name}`),
      ...[...param.known].map((name) => `param.${name}`),
      ...[...retryPolicy.known].map((name) => `task.retryPolicy.${name}`),
    ];

    const missing = names.filter(
      (name) => topicSentence({ kind: 'field', name }, english) === null,
    );

    expect(missing).toEqual([]);
  });

  test('is not made up', () => {
    expect(topicSentence({ kind: 'type', type: 'constructor' }, english)).toBeNull();
    expect(topicSentence({ kind: 'with', type: 'js', field: 'mine' }, english)).toBeNull();
  });
});

test('a refused act says why, with what it is about', () => {
  const refusal = { code: 'cycle', taskId: 'b', dependency: 'a' } as const;

  expect(patchRefusal(refusal, english.editing)).toBe(
    'That would be a circle: "a" already needs "b".',
  );
  expect(patchRefusal(refusal, textFor('zh-CN').editing)).toBe('这样会成环：“a”已经需要“b”。');
});
