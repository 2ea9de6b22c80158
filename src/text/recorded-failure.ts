import type { Failure } from '#core/execution/failure.ts';
import type { Text } from '#text/text.ts';

type Words = Text['failures'];
type Say = (words: Words, parts: readonly [string, string, string]) => string;
/** The code, what stands in the journal, and what it says. */
type Recorded = readonly [code: string, message: RegExp, say: Say];

const bytesOf = (bytes: string): string => `${String(Number(bytes) / (1024 * 1024))} MiB`;

/** What earlier builds wrote without arguments. A task that says the very same means the same. */
const recorded: readonly Recorded[] = [
  [
    'timeout',
    /^(?:Stopped at its limit of|The attempt did not end within) ([\d.]+) s\.?$/,
    (words, [a]) => words.timeout(a),
  ],
  [
    'timeout',
    /^The task did not end within its total limit of ([\d.]+) s\.?$/,
    (words, [a]) => words.totalTimeout(a),
  ],
  [
    'handlerMissing',
    /^Nothing here runs tasks of type "(.*)"\.?$/,
    (words, [a]) => words.handlerMissing(a),
  ],
  ['handlerMissing', /^This version has no such JavaScript task\.$/, ({ noTask }) => noTask],
  ['handlerMissing', /^(.+)$/s, (words, [a]) => words.notLoaded(a)],
  [
    'inputTooLarge',
    /^The (?:inputs are larger|task would be given more) than ([\d.]+ MiB)\..*$/,
    (words, [a]) => words.inputTooLarge(a),
  ],
  [
    'inputTooLarge',
    /^The outputs this task would read are .* at most (\d+) fit\..*$/,
    (words, [a]) => words.inputTooLarge(bytesOf(a)),
  ],
  [
    'outputTooLarge',
    /^The output takes more than ([\d.]+ MiB) as JSON\..*$/,
    (words, [a]) => words.outputTooLarge(a),
  ],
  [
    'outputNotJson',
    /^(output\S*) is (.*), which is not plain JSON data\. (.*)$/,
    (words, [a, b, c]) => words.outputNotJson(a, b, c),
  ],
  [
    'referenceMissing',
    /^There is no value for \$\{\{ (.*) \}\}\. .*$/s,
    (words, [a]) => words.referenceMissing(a),
  ],
  [
    'referenceFailed',
    /^\$\{\{ (.*) \}\} could not be calculated: (.*)\.$/s,
    (words, [a, b]) => words.referenceFailed(a, b),
  ],
  [
    'exampleMissing',
    /^No data set "(.*)" is shipped with Millrace\.?$/,
    (words, [a]) => words.exampleMissing(a),
  ],
  ['badFile', /^(.*) is not JSON: (.*)$/s, (words, [a, b]) => words.notJson(a, b)],
  [
    'badFile',
    /^(.*) is not (.*) text\. Name its encoding .*$/,
    (words, [a, b]) => words.notText(a, b),
  ],
  ['badWith', /^"example" or "param" must name the file\.?$/, ({ noFile }) => noFile],
  ['badWith', /^"seconds" must be a number from 0, but is (.*)$/, (words, [a]) => words.seconds(a)],
  ['taskError', /^The task has no code\.$/, ({ noCode }) => noCode],
  ['taskError', /^The task exports no function\..*$/s, ({ noFunction }) => noFunction],
  ['taskError', /^Imports are not available in a task.*$/, ({ imports }) => imports],
  ['taskError', /^The task threw (.*), not an Error\.$/, (words, [a]) => words.noError(a)],
];

/** @returns null for words that are none of ours. */
export function recordedSentence({ code, message }: Failure, words: Words): string | null {
  const found = recorded.find(([of, pattern]) => of === code && pattern.test(message));
  if (found === undefined) return null;
  const [, pattern, say] = found;
  const [, first = '', second = '', third = ''] = pattern.exec(message) ?? [];
  return say(words, [first, second, third]);
}
