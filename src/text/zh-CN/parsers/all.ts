import { expressionWords } from './expression.ts';
import { javascriptSentence } from './javascript.ts';
import { jsonWords } from './json.ts';
import type { ParserWords } from './words.ts';
import { yamlSentence } from './yaml.ts';

/** Half of the catalogue, for screens that show what a person or their file wrote. */
export const parserWords: ParserWords = {
  yaml: yamlSentence,
  javascript: javascriptSentence,
  json: jsonWords,
  expression: expressionWords,
};
