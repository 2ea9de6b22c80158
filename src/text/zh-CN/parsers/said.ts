/** What a library may say, and the same in Chinese, where `$1` stands for what it was given. */
export type Saying = readonly [said: RegExp, chinese: string];

/** @returns null where nobody has put it into Chinese yet. */
export function inChinese(said: string, sayings: readonly Saying[]): string | null {
  const saying = sayings.find(([pattern]) => pattern.test(said));
  return saying === undefined ? null : said.replace(...saying);
}

/** The general sentence, and what was said as it was said: better than nothing to look for. */
export function quoted(general: string, said: string): string {
  return said === '' ? general : `${general}原文：“${said}”`;
}
