import { quoted } from './said.ts';

/** What the parsers of libraries and browsers say, in Chinese. */
export interface ParserWords {
  readonly yaml: (code: string, said: string) => string;
  readonly javascript: (said: string) => string;
  /** Half a sentence. */
  readonly json: (said: string) => string;
  /** Half a sentence, as in “…无法计算：…。” */
  readonly expression: (said: string) => string;
}

/** Where nobody has put it into Chinese, or the words for it are not here. */
export const general: ParserWords = {
  yaml: (_code, said) => quoted('此处的 YAML 无法读取。请检查这一行的缩进、冒号和引号。', said),
  javascript: (said) => quoted('无法读取代码。请检查此处的写法。', said),
  json: (said) => quoted('写法不对。', said),
  expression: (said) => quoted('写法不对。', said),
};
