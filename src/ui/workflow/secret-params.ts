import type { Param } from '#core/workflow/model.ts';

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
