import { chineseWith } from './catalogue.ts';
import { parserWords } from './parsers/all.ts';

/** With all that a page fetches later: for tests, and for whoever shows nothing first. */
export const chinese = chineseWith(
  () => parserWords,
  () => Promise.resolve(),
);
