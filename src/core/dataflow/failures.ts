import type { JsonObject } from '#core/shared/json.ts';

/** The shape of `Failure`, which lives above this room. Doing it again would fail again. */
export interface DataFailure {
  readonly code:
    'referenceMissing' | 'referenceFailed' | 'outputNotJson' | 'outputTooLarge' | 'inputTooLarge';
  /** For a log or an export; on screen the sentence is made from `details`. */
  readonly message: string;
  readonly retryable: false;
  readonly details: JsonObject;
}

const shownMax = 200;

export function referenceMissing(expression: string): DataFailure {
  const shown = shorten(expression);
  return {
    code: 'referenceMissing',
    message: `There is no value for \${{ ${shown} }}. Check the name, or use has() to ask first.`,
    retryable: false,
    details: { expression: shown },
  };
}

export function referenceFailed(expression: string, detail: string): DataFailure {
  const shown = shorten(expression);
  return {
    code: 'referenceFailed',
    message: `\${{ ${shown} }} could not be calculated: ${shorten(detail)}.`,
    retryable: false,
    details: { expression: shown, detail: shorten(detail) },
  };
}

export function inputTooLarge(maximum: number): DataFailure {
  return {
    code: 'inputTooLarge',
    message: `The task would be given more than ${megabytes(maximum)}. Pass less, or a file.`,
    retryable: false,
    details: { maximum },
  };
}

export function outputTooLarge(maximum: number): DataFailure {
  return {
    code: 'outputTooLarge',
    message: `The output takes more than ${megabytes(maximum)} as JSON. Return less, or a file.`,
    retryable: false,
    details: { maximum },
  };
}

export interface NotJson {
  readonly path: readonly (string | number)[];
  /** What was found, as in `a Date`. */
  readonly found: string;
  /** What to write instead. */
  readonly instead: string;
}

export function outputNotJson({ path, found, instead }: NotJson): DataFailure {
  const where = pathText(path);
  return {
    code: 'outputNotJson',
    message: `${where} is ${found}, which is not plain JSON data. ${instead}`,
    retryable: false,
    details: {
      path: path.map((part) => (typeof part === 'string' ? shorten(part) : part)),
      found,
      instead,
    },
  };
}

/** `output.rows[3]["a b"]` */
export function pathText(path: readonly (string | number)[]): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${String(part)}]`;
    return /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return shorten(`output${parts.join('')}`);
}

function shorten(text: string): string {
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`;
}

function megabytes(bytes: number): string {
  return `${String(bytes / (1024 * 1024))} MiB`;
}
