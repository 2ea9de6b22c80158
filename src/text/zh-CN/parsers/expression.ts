import { inChinese, type Saying } from './said.ts';
import { general } from './words.ts';

/** The names that the parser has for its tokens, as a person writes them. */
const tokens: Readonly<Record<string, string>> = {
  EOF: '结尾',
  NUMBER: '数字',
  STRING: '文本',
  BOOLEAN: 'true 或 false',
  NULL: 'null',
  IDENTIFIER: '名称',
  BYTES: '字节',
  PLUS: '+',
  MINUS: '-',
  MULTIPLY: '*',
  DIVIDE: '/',
  MODULO: '%',
  EQ: '==',
  NE: '!=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  AND: '&&',
  OR: '||',
  NOT: '!',
  IN: 'in',
  LPAREN: '(',
  RPAREN: ')',
  LBRACKET: '[',
  RBRACKET: ']',
  LBRACE: '{',
  RBRACE: '}',
  DOT: '.',
  COMMA: ',',
  COLON: ':',
  QUESTION: '?',
};

/** What the parser of references says, and what calculating with them says; no full stop. */
const sayings: readonly Saying[] = [
  [/^Expected (\w+), got (\w+)$/, '应有“$1”，却是“$2”'],
  [/^Unexpected token: EOF$/, '它没有写完'],
  [/^Unexpected token: (\w+)$/, '“$1”不能出现在这里'],
  [/^Unexpected character: '?(.*?)'?$/, '字符“$1”不能出现在这里'],
  [/^Reserved identifier: (.*)$/, '“$1”是保留字，不能用作名称'],
  [/^Unterminated .*$/, '文本没有闭合的引号'],
  [/^Newlines not allowed in .*$/, '引号中的文本不能换行'],
  [/^Invalid (?:hex integer|integer|number): (.*)$/, '“$1”不是可用的数字'],
  [/^Invalid exponent$/, '数字的指数部分写得不对'],
  [
    /^(?:Invalid (?:Unicode|hex|escape).*|Octal escape .*|.* not allowed in bytes literals)$/,
    '文本中没有这种转义',
  ],
  [/^Invalid regular expression: .*$/, '正则表达式写得不对'],
  [/^Exceeded (\w+) \((\d+)\)$/, '它太长或嵌套太深（$1 至多 $2）'],
  [/^Unknown variable: (.*)$/, '没有名称“$1”'],
  [/^No such key: (.*)$/, '没有字段“$1”'],
  [/^no such overload: (.*)$/, '不能这样计算：$1'],
  [/^found no matching overload for '(.*)'$/, '没有这样的函数：$1'],
  [
    /^Logical operator requires bool operands, got '(.*)'$/,
    '&& 和 || 的两边必须是 true 或 false，却是 $1',
  ],
  [/^.*(?:must be bool|must return bool), got '(.*)'$/, '条件必须是 true 或 false，却是 $1'],
  [/^.*predicate must return bool.*$/, '条件必须是 true 或 false'],
  [/^.*invalid predicate iteration variable$/, '循环的第一个参数必须是变量名'],
  [
    /^Ternary branches must have the same type, got '(.*)' and '(.*)'$/,
    '“?:”的两个结果必须是同一类型，却是 $1 和 $2',
  ],
  [/^Expression of type '(.*)' cannot be .*$/, '不能对 $1 进行循环'],
  [/^List elements must have the same type, .*$/, '列表的各项必须是同一类型'],
  [/^Map (?:key|value) uses wrong type, .*$/, '映射的各项必须是同一类型'],
  [/^List index must be int, got '(.*)'$/, '列表的序号必须是整数，却是 $1'],
  [/^Cannot index type '(.*?)'.*$/, '$1 类型的值没有字段或序号'],
  [/^has\(\) .*$/, 'has() 中请写一个字段，例如 has(tasks.a.output.x)'],
  [/^(?:cel\.bind.*|invalid variable argument)$/, 'cel.bind() 的第一个参数必须是变量名'],
  [/^(?:division|modulo) by zero$/, '除数是零'],
  [/^(?:integer overflow.*|Unsigned integer overflow|.*integer overflow)$/, '整数过大'],
  [/^(\w+)\(\) (?:type|conversion) error: .*$/, '$1() 无法转换这个值'],
  [/^Cannot compare values of type (.*)$/, '不能比较 $1 类型的值'],
  [/^(?:Bytes index|.*[Ii]ndex) out of (?:range|bounds).*$/, '序号超出范围'],
  [/^(?:timestamp\(\) .*|Invalid timestamp.*)$/, '时刻请写成 2026-01-31T12:00:00Z 的形式'],
  [/^Invalid duration string: (.*)$/, '“$1”不是时长；请写成 90s 或 1h30m 的形式'],
  [/^Variable '(.*)' is not of type '(.*)', got '(.*)'$/, '“$1”必须是 $2 类型，却是 $3'],
  [/^.* must be optional.*$/, '这里需要一个可选的值，例如 optional.of(1)'],
  [/^Optional .*$/, '可选的值不存在，或用法不对'],
  [/^.* argument must be compatible type, .*$/, '两个值必须是同一类型'],
  [/^its result is no plain JSON value$/, '结果不是纯 JSON 数据'],
  [/^invalid map key.*|.*duplicate.*key.*$/i, '映射的键写得不对'],
  [/^it has no closing \}\}$/, '它没有 }}'],
  // What we call by its own word.
  [/^empty$/, '它是空的'],
  [/^tooComplex$/, '它过长，或循环过深'],
  [/^noMatches$/, '其中不能使用“matches”'],
  [/^noItem$/, '其中不能使用“item”'],
  [/^unknownRoot$/, '它没有以 params、tasks 或 execution 开头'],
  [/^unknownPart$/, '任务之后必须接 .output、.state 或 .failure'],
  [/^dynamicTask$/, '它没有写出任务名'],
];

/** Half a sentence, as in “…无法计算：…。” */
export function expressionWords(said: string): string {
  const first = /^.*/.exec(said)?.[0] ?? '';
  const known = inChinese(first, sayings);
  if (known === null) return general.expression(first);
  return known.replace(/“([A-Z]+)”/g, (whole, token: string) =>
    Object.hasOwn(tokens, token) ? `“${tokens[token] ?? ''}”` : whole,
  );
}
