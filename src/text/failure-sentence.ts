import { pathText } from '#core/dataflow/failures.ts';
import type { Failure } from '#core/execution/failure.ts';
import { isJsonObject, own, type JsonObject } from '#core/shared/json.ts';
import { recordedSentence } from '#text/recorded-failure.ts';
import type { Text } from '#text/text.ts';

type Words = Text['failures'];

/**
 * What a failure says, in the language of the page. The engine's own are made from their code and
 * `details`; what a task said, and what a journal of an older release left out, stands as written.
 */
export function failureSentence(failure: Failure, words: Words): string {
  const { code, message } = failure;
  return engineSentence(failure, words) ?? (message === '' ? code : message);
}

/**
 * One more sentence on a code that a person meets often; null for others. What a task threw stands
 * in the words of its code or the browser: then this says so, in the language of the page.
 */
export function codeWords(failure: Failure, words: Words): string | null {
  const { code } = failure;
  if (code === 'taskError' && engineSentence(failure, words) !== null) return null;
  return Object.hasOwn(words.codes, code) ? (words.codes[code] ?? null) : null;
}

/** @returns null for words that are none of the engine's. */
function engineSentence(failure: Failure, words: Words): string | null {
  const { code, message, details } = failure;
  const given = new Given(isJsonObject(details) ? details : {});
  return (
    ofReason(given, message, words) ??
    ofCode(code, given, words) ??
    recordedSentence(failure, words)
  );
}

/** Details as they stand in a journal, which anybody may have written. */
class Given {
  readonly #details: JsonObject;

  constructor(details: JsonObject) {
    this.#details = details;
  }

  text(name: string): string | null {
    const value = own(this.#details, name);
    return typeof value === 'string' ? value : null;
  }

  number(name: string): string | null {
    const value = own(this.#details, name);
    return typeof value === 'number' ? String(value) : null;
  }

  megabytes(name: string): string | null {
    const value = own(this.#details, name);
    return typeof value === 'number' ? `${String(value / (1024 * 1024))} MiB` : null;
  }

  json(name: string): string {
    return JSON.stringify(own(this.#details, name) ?? null);
  }

  path(name: string): string | null {
    const value = own(this.#details, name);
    if (!Array.isArray(value)) return null;
    return pathText(
      (value as readonly unknown[]).filter(
        (part): part is string | number => typeof part === 'string' || typeof part === 'number',
      ),
    );
  }
}

/** Only we write a reason: a task's own failure has a place in its code, or nothing. */
function ofReason(given: Given, message: string, words: Words): string | null {
  const name = given.text('name') ?? '';
  const detail = given.text('detail') ?? '';
  switch (given.text('reason')) {
    case 'noTask':
      return words.noTask;
    case 'notLoaded':
      return words.notLoaded(detail);
    case 'noFunction':
      return words.noFunction;
    case 'noError':
      return words.noError(given.text('thrown') ?? '');
    case 'syntax':
      return words.syntax(message);
    case 'imports':
      return words.imports;
    case 'noCode':
      return words.noCode;
    case 'tooLong':
      return words.tooLong;
    case 'asked':
      return words.asked(given.number('attempt') ?? '', given.number('failAttempts') ?? '');
    case 'seconds':
      return words.seconds(given.json('given'));
    case 'noFile':
      return words.noFile;
    case 'bytesInPlace':
      return words.bytesInPlace;
    case 'notText':
      return words.notText(name, given.text('encoding') ?? '');
    case 'notJson':
      return words.notJson(name, detail);
    case 'csv':
      return words.csv(name, {
        row: given.number('row'),
        problem: given.text('problem') ?? '',
        detail,
      });
    case 'uneven':
      return words.uneven(name, {
        row: given.number('row') ?? '',
        fields: given.number('fields') ?? '',
        columns: given.number('columns') ?? '',
      });
    default:
      return null;
  }
}

/** A task may give its failure one of these codes too; then its details are none of ours. */
function ofCode(code: string, given: Given, words: Words): string | null {
  const limit = given.megabytes('maximum') ?? given.megabytes('bytesMax');
  const expression = given.text('expression');
  switch (code) {
    case 'timeout':
      return ofTimeout(given, words);
    case 'referenceMissing':
      return expression === null ? null : words.referenceMissing(expression);
    case 'referenceFailed':
      return expression === null
        ? null
        : words.referenceFailed(expression, given.text('detail') ?? '');
    case 'inputTooLarge':
    case 'outputTooLarge':
      return limit === null ? null : words[code](limit);
    case 'outputNotJson':
      return ofNotJson(given, words);
    case 'isolateLost':
      return words.isolateLost;
    case 'handlerMissing':
    case 'exampleMissing':
    case 'artifactMissing':
      return ofMissing(code, given, words);
    default:
      return null;
  }
}

function ofTimeout(given: Given, words: Words): string | null {
  const attempt = given.number('timeoutSeconds');
  if (attempt !== null) return words.timeout(attempt);
  const total = given.number('totalTimeoutSeconds');
  return total === null ? null : words.totalTimeout(total);
}

function ofNotJson(given: Given, words: Words): string | null {
  const where = given.path('path');
  const found = given.text('found');
  if (where === null || found === null) return null;
  return words.outputNotJson(where, found, given.text('instead') ?? '');
}

type Missing = 'handlerMissing' | 'exampleMissing' | 'artifactMissing';
const missingArgs: Readonly<Record<Missing, string>> = {
  handlerMissing: 'type',
  exampleMissing: 'name',
  artifactMissing: 'detail',
};

function ofMissing(code: Missing, given: Given, words: Words): string | null {
  const what = given.text(missingArgs[code]);
  return what === null ? null : words[code](what);
}
