import { inChinese, type Saying } from './said.ts';
import { general } from './words.ts';

const unclosed = '有引号没有闭合';
const tooEarly = '文本过早结束，请闭合所有括号和引号';

/** What `JSON.parse` says in Chromium, Firefox and WebKit; no full stop. */
const sayings: readonly Saying[] = [
  [/^(?:Unexpected end of JSON input|.*unexpected end of data.*|.*Unexpected EOF)$/s, tooEarly],
  [/^(?:Unterminated string|.*unterminated string|.*: Unterminated string).*$/s, unclosed],
  [/^(?:Bad control character|.*bad control character).*$/s, '文本中不能有控制字符'],
  [
    /^(?:Bad (?:escaped|Unicode)|.*bad (?:escaped|Unicode)|.*Invalid escape).*$/s,
    '有反斜杠写得不对',
  ],
  [/^(?:Unexpected non-whitespace|.*unexpected non-whitespace).*$/s, '结束之后还有文本'],
  [
    /^(?:Expected property name|.*expected property name|.*double-quoted property name).*$/s,
    '字段名必须写在双引号中',
  ],
  [/^(?:Expected ',' or '(.)'|.*expected ',' or '(.)').*$/s, '缺少逗号或闭合的括号'],
  [/^(?:Expected ':'|.*expected ':'|.*missing ':').*$/s, '字段名之后缺少冒号'],
  [/^(?:No number|Exponent part|Unterminated fractional|.*number).*$/s, '有数字写得不对'],
  [/^"(.*)" is not valid JSON$/s, '“$1”不是 JSON 的值'],
  [/^JSON Parse error: Expected .*$/s, '缺少括号、逗号、冒号或引号'],
  [/^Unexpected token '(.*)', .*$/s, '“$1”不能出现在那里'],
  [
    /^.*(?:unexpected (?:character|keyword)|Unrecognized token|Unexpected (?:identifier|token|string)).*$/s,
    '有不该出现的内容',
  ],
];

/** Half a sentence, with the place as far as it is told. */
export function jsonWords(said: string): string {
  const known = inChinese(said, sayings) ?? general.json(said);
  const line = /\bline (\d+) column (\d+)/.exec(said);
  if (line !== null) return `第 ${line[1] ?? ''} 行第 ${line[2] ?? ''} 列，${known}`;
  const position = /\bposition (\d+)/.exec(said)?.[1];
  return position === undefined ? known : `第 ${String(Number(position) + 1)} 个字符，${known}`;
}
