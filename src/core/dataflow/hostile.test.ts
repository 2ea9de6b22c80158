import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleTypes } from './sample-types.ts';
import { validateFile, validateText } from './validate.ts';

function problemsOf(text: string | Uint8Array, name: string): string[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { problems } = validateFile({ name, bytes }, sampleTypes);
  return problems.map(
    ({ code, reason, line, column }) => `${code} ${reason} ${String(line)}:${String(column)}`,
  );
}

const head = 'millrace: 1\nid: w\n';
const letters = Array.from('abcdefghi');
const laughs = letters.map((letter, index) => {
  const before = index === 0 ? 'x' : `*${letters[index - 1] ?? ''}`;
  return `${letter}: &${letter} [${Array.from({ length: 10 }, () => before).join(',')}]`;
});

describe('a hostile YAML file', () => {
  test.each([
    ['billion laughs', laughs.join('\n'), ['limit yamlNodes 6:35']],
    ['an alias in itself', 'a: &a [*a]', ['limit aliasInItself 1:8']],
    ['100,000 brackets', '['.repeat(100_000), ['limit nesting 1:65']],
    ['100,000 braces', '{a: '.repeat(100_000), ['limit nesting 1:257']],
    ['100,000 dashes', '- '.repeat(100_000), ['limit nesting 1:129']],
    ['100,000 question marks', '? '.repeat(100_000), ['limit nesting 1:129']],
    [
      '80 levels of indentation',
      Array.from({ length: 80 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      ['limit nesting 65:65'],
    ],
    ['two documents', 'millrace: 1\n---\nid: w', ['syntax multipleDocuments 2:1']],
    ['nothing', '', ['syntax empty 1:1']],
    ['comments only', '# one\n# two\n', ['syntax empty 1:1']],
    ['an unclosed text', 'millrace: 1\nid: "w\ntasks: {}', ['syntax unclosedText 2:5']],
    ['a tab as indentation', `${head}tasks:\n\ta: {type: step}`, ['syntax yaml 4:1']],
    ['a key twice', `${head}tasks: {}\nid: v`, ['duplicateKey duplicateKey 4:1']],
    [
      '__proto__ twice',
      `${head}tasks: {}\nx-a: {__proto__: 1, __proto__: 2}`,
      ['duplicateKey duplicateKey 4:21'],
    ],
    ['a custom tag', `${head}tasks: !map {}`, ['unsupported customTag 3:8']],
    ['YAML 1.1', `%YAML 1.1\n---\n${head}tasks: {}`, ['unsupported yamlVersion 1:1']],
    [
      'numbers that are none',
      `${head}tasks: {}\nx-a: [.nan, -.inf, 1e999]`,
      ['wrongType notFinite 4:7', 'wrongType notFinite 4:13', 'outOfRange numberTooLarge 4:20'],
    ],
    [
      'numbers with too many digits',
      `${head}tasks: {}\nx-a: [9007199254740993, 0.1]`,
      ['inexactNumber digits 4:7'],
    ],
    ['an alias of nothing', `${head}tasks: {}\nx-a: *b`, ['syntax unknownAlias 4:6']],
    ['a list', '- a', ['wrongType rootNotMap 1:1']],
  ])('of %s is told', (_name, text, expected) => {
    expect(problemsOf(text, 'a.yaml')).toEqual(expected);
  });

  test.each(['1', 'true', '~', 'null', '1.5'])('with the key %s is told to quote it', (key) => {
    const text = `${head}tasks: {}\nmetadata:\n  ${key}: x\n`;
    const { problems } = validateText(text, 'yaml', sampleTypes);

    expect(problems).toMatchObject([
      { code: 'wrongType', reason: 'keyNotText', args: { key }, line: 5, column: 3 },
    ]);
  });

  test.each([
    ['commas', ','.repeat(1_000_000), 'syntax'],
    ['closing brackets', ']'.repeat(4_000_000), 'syntax'],
    ['brackets', '[]\n'.repeat(500_000), 'syntax'],
    ['tags', `a: ${'!a '.repeat(100_000)}`, 'syntax'],
    ['documents', '---\n'.repeat(1_000_000), 'syntax'],
  ])('of nothing but %s is told by its first problems', (_name, text, code) => {
    const { problems } = validateText(text, 'yaml', sampleTypes);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(50);
    expect(new Set(problems.map((problem) => problem.code))).toContain(code);
  });

  test('with a map of many aliases as a key is told, and takes no memory', () => {
    const keys = Array.from({ length: 1_000 }, () => '? *e\n: 1');
    const text = `${laughs.slice(0, 5).join('\n')}\n${keys.join('\n')}`;

    expect(problemsOf(text, 'a.yaml')).toContain('wrongType keyNotText 6:3');
  });

  test('however it is broken is told and never throws', () => {
    const honest = `${head}x-base: &base {type: step}
tasks:
  a: {<<: *base, with: {output: [1, 2.5, 'a''b', ~, true]}}
  b:
    type: code
    dependencies: [a]
    with:
      code: |
        export default () => 1
      mine: "\${{ tasks.a.output[0] + 1 }}"
`;
    const pieces = fc.constantFrom(
      ...[
        '\\',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '\n',
        '\t',
        '\r',
        '- ',
        '? ',
        '&a ',
        '*a',
        '!foo ',
      ],
      ...[
        '!!int ',
        '!!map ',
        '|',
        '>',
        '%',
        '@',
        '#',
        '---\n',
        '...\n',
        '<<: ',
        '"\\UFFFFFFFF"',
        '\u0000',
      ],
      ...[
        '\ufeff',
        '\u2028',
        '1e999',
        '.nan',
        '${{',
        '}}',
        '__proto__: ',
        '%YAML 1.2\n---\n',
        '"\\ud800"',
      ],
    );
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(20), pieces), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (list) => {
        let text = honest;
        for (const [position, removed, piece] of list) {
          const at = position % (text.length + 1);
          text = text.slice(0, at) + piece + text.slice(at + removed);
        }
        const { valid, workflow, problems } = validateText(text, 'yaml', sampleTypes);

        expect(valid).toBe(!problems.some(({ severity }) => severity === 'error'));
        expect(workflow !== null).toBe(valid);
      }),
      { numRuns: 1_000 },
    );
  });

  test('of one long text and many aliases of it is told, and takes no memory', () => {
    const aliases = Array.from({ length: 2_000 }, () => '*a').join(',');
    const text = `a: &a "${'x'.repeat(100_000)}"\nb: [${aliases}]`;

    expect(problemsOf(text, 'a.yaml')[0]).toContain('limit yamlCharacters 2:');
  });
});

describe('an honest YAML file', () => {
  test('may use anchors and merge keys; its own keys win', () => {
    const text = `${head}x-base: &base {type: step, timeoutSeconds: 5}
x-more: &more {timeoutSeconds: 6, name: More}
tasks:
  a: {<<: *base, timeoutSeconds: 7}
  b: {timeoutSeconds: 8, <<: [*base, *more]}
  c: *base
`;
    const { workflow, problems } = validateText(text, 'yaml', sampleTypes);
    const tasks = [...(workflow?.tasks.values() ?? [])];

    expect(problems).toEqual([]);
    expect(tasks.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])).toEqual([
      ['a', 7],
      ['More', 8],
      ['c', 5],
    ]);
  });

  test('has its places counted by lines that end in any way', () => {
    const text = `${head}tasks:\n  a: {type: steq}\n`;

    for (const end of ['\n', '\r\n']) {
      expect(problemsOf(text.replaceAll('\n', end), 'a.yml')).toEqual([
        'unknownType unknownType 4:13',
      ]);
    }
  });
});

describe('a hostile JSON file', () => {
  test.each([
    ['100,000 brackets', '['.repeat(100_000), ['limit nesting 1:65']],
    ['nothing', '', ['syntax empty 1:1']],
    ['white space', ' \n ', ['syntax empty 1:1']],
    ['an unclosed text', '{"millrace":1,\n "id":"w', ['syntax unclosedText 2:7']],
    ['a comment', '{"millrace":1, // one\n}', ['syntax unexpectedCharacter 1:16']],
    ['a trailing comma', '{"millrace":1,\r\n"id":"w",}', ['syntax trailingComma 2:9']],
    [
      'keys twice',
      '{"millrace":1,"id":"w","id":"v","tasks":{"a":{"type":"step"},"a":{"type":"step"}}}',
      ['duplicateKey duplicateKey 1:24', 'duplicateKey duplicateKey 1:62'],
    ],
    [
      'numbers beyond',
      '{"millrace":1,"id":"w","tasks":{},"x-a":[1e999,9007199254740993]}',
      ['outOfRange numberTooLarge 1:42', 'inexactNumber digits 1:48'],
    ],
  ])('of %s is told', (_name, text, expected) => {
    expect(problemsOf(text, 'a.json')).toEqual(expected);
  });

  test('keeps lone surrogates as data, and hashes them', () => {
    const text = '{"millrace":1,"id":"w","tasks":{"\\ud800":{"type":"step"}}}';
    const { workflow, hash } = validateText(text, 'json', sampleTypes);

    expect([...(workflow?.tasks.keys() ?? [])]).toEqual(['\ud800']);
    expect(hash).not.toBe(null);
  });
});

describe('bytes', () => {
  test.each([
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x61, 0]), 'encoding utf16 1:1'],
    ['UTF-16 without a mark', Uint8Array.from([0x7b, 0, 0x7d, 0]), 'encoding utf16 1:1'],
    ['Latin-1', Uint8Array.from([0x61, 0x0a, 0x62, 0xe9, 0x0a]), 'encoding notUtf8 2:2'],
  ])('of %s are told', (_name, bytes, expected) => {
    expect(problemsOf(bytes, 'a.yaml')).toEqual([expected]);
  });

  test('may begin with a byte order mark, which is in no column', () => {
    expect(problemsOf('\ufeffmillrace: 2\nid: w\ntasks: {}', 'a.yaml')).toEqual([
      'unsupported version 1:11',
    ]);
  });

  test('of a name without an ending are JSON if they begin with a brace', () => {
    const bytes = new TextEncoder().encode(' {"millrace":1,"id":"w","tasks":{}}');

    expect(validateFile({ name: 'a.txt', bytes }, sampleTypes)).toMatchObject({
      valid: true,
      format: 'json',
    });
  });
});
