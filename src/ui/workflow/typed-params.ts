import type { Param } from '#core/workflow/model.ts';

/**
 * What is typed into the fields of params and was not run with yet. Whoever implements it keeps it so
 * that a reload and a kill give it back.
 */
export interface TypedParams {
  /** @returns null when nothing is kept for a param of this type. */
  get(name: string, param: Param): string | null;
  put(name: string, param: Param, text: string): void;
  drop(name: string): void;
  /** A run was started with all of it. */
  clear(): void;
}

const secretName =
  /pass(?:word|wd|phrase|code)|secret|token|credential|api[-_ ]?key|private[-_ ]?key|密码|口令|密钥|令牌/i;
const secretWord = /^(?:pwd|pass|pin|auth)$/i;

/** Nothing that reads like it is written to the disk before a person runs with it. */
export function isSecret(name: string, { extra, description }: Param): boolean {
  const words = name.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u);
  return (
    extra.get('secret') === true ||
    extra.get('format') === 'password' ||
    secretName.test(name) ||
    words.some((word) => secretWord.test(word)) ||
    secretName.test(description)
  );
}
