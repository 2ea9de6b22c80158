import type { Text } from '#text/text.ts';
import { quoted } from './parsers/said.ts';
import type { ParserWords } from './parsers/words.ts';

/** What the journal calls it, and what to write instead. */
const notJson: Readonly<Record<string, readonly [found: string, instead: string]>> = {
  'a Date': ['一个 Date', '请返回 date.toISOString()。'],
  'a Map': ['一个 Map', '请返回 Object.fromEntries(map)。'],
  'a Set': ['一个 Set', '请返回 [...set]。'],
  'a promise inside the value': ['值中的一个 promise', '请先 await 它再返回。'],
  'an Error': ['一个 Error', '请返回 error.message，或将它抛出。'],
  'a regular expression': ['一个正则表达式', '请以文本返回它的 source。'],
  'bytes inside the value': ['值中的字节', '请单独返回字节，或以列表返回。'],
  'a BigInt': ['一个 BigInt', '请返回 Number(value)；如需保留所有数位，请返回 String(value)。'],
  'a function': ['一个函数', '请返回它的结果。'],
  'a symbol': ['一个 symbol', '请以文本返回它的 description。'],
  'part of itself (a cycle)': ['它自身的一部分（循环）', '请返回 id，而不是对象本身。'],
  'an artifact': ['一个 artifact', '请返回字节，artifact 会由它们生成。'],
  'a member that cannot be read': ['一个无法读取的成员', '请返回数据的纯副本。'],
  NaN: ['NaN', '请返回有限的数，或 null。'],
  Infinity: ['Infinity', '请返回有限的数，或 null。'],
  '-Infinity': ['-Infinity', '请返回有限的数，或 null。'],
};

function notJsonWords(found: string, instead: string): readonly [string, string] {
  const known = Object.hasOwn(notJson, found) ? notJson[found] : undefined;
  if (known !== undefined) return known;
  const tag = /^an object of a class \((.*)\)$/.exec(found)?.[1];
  if (tag !== undefined) return [`某个类的对象（${tag}）`, '请返回 { ...object }，即它的纯数据。'];
  const levels = /^nested more than (\d+) levels deep$/.exec(found)?.[1];
  if (levels !== undefined) return [`嵌套超过 ${levels} 层的数据`, '请返回层次更少的值。'];
  return [found, instead];
}

const thrownWords: Readonly<Record<string, string>> = {
  null: 'null',
  undefined: 'undefined',
  'an object': '一个对象',
  'a function': '一个函数',
  'a symbol': '一个 symbol',
  'a number': '一个数',
  'a boolean': '一个布尔值',
  'a bigint': '一个 BigInt',
  'an empty string': '一个空字符串',
};

const csvWords: Readonly<Record<string, string>> = {
  MissingQuotes: '有引号没有闭合',
  InvalidQuotes: '有引号的位置不对',
  UndetectableDelimiter: '无法判断分隔符',
};

type OfParsers = 'referenceFailed' | 'syntax' | 'notJson';

const failures: Omit<Text['failures'], OfParsers> = {
  timeout: (seconds) => `这次尝试没有在 ${seconds} 秒的上限内结束。`,
  totalTimeout: (seconds) => `任务没有在 ${seconds} 秒的总上限内结束。`,
  referenceMissing: (expression) => `\${{ ${expression} }} 没有值。请检查名称，或先用 has() 询问。`,
  inputTooLarge: (limit) => `此任务得到的输入会超过 ${limit}。请传入更少的内容，或传入文件。`,
  outputTooLarge: (limit) => `输出的 JSON 超过 ${limit}。请返回更少的内容，或返回文件。`,
  outputNotJson: (where, found, instead) => {
    const [what, remedy] = notJsonWords(found, instead);
    return `${where} 是${/^[\w-]/.test(what) ? ' ' : ''}${what}，不是纯 JSON 数据。${remedy}`;
  },
  isolateLost: '任务运行时它的封闭环境丢失了，可能是用掉了全部内存。',
  handlerMissing: (type) => `这里无法运行类型为“${type}”的任务。`,
  noTask: '此版本中没有这个 JavaScript 任务。',
  notLoaded: (detail) => quoted('无法准备代码。请重试；若仍失败，请重新加载本页。', detail),
  artifactMissing: (detail) => quoted('它要读取的内容已不在这里。', detail),
  noFunction: '任务没有导出函数。请写：export default ({ inputs }) => { … return value; }',
  noError: (thrown) => `任务抛出的不是 Error，而是：${thrownWords[thrown] ?? thrown}。`,
  imports: '任务中不能使用 import：它在封闭环境中离线运行。请把所需的内容写进代码里。',
  noCode: '任务没有代码。',
  tooLong: '代码超过 4 MiB。',
  asked: (attempt, of) => `第 ${attempt} 次尝试按要求失败；前 ${of} 次都会失败。`,
  seconds: (given) => `“seconds”必须是不小于 0 的数，现在是 ${given}。`,
  noFile: '“example”或“param”必须指明文件。',
  bytesInPlace: '只有复制进来的文件才能按字节读取；请把它读作 csv、json 或 text。',
  notText: (name, encoding) =>
    `${name} 不是 ${encoding} 文本。请在任务的“encoding”字段中指明它的编码。`,
  csv: (name, { row, problem, detail }) =>
    `${name} 无法读作 CSV${row === null ? '' : `（第 ${row} 行）`}：${csvWords[problem] ?? quoted('写法不对。', detail)}。`,
  uneven: (name, { row, fields, columns }) =>
    `${name} 有一行与表头不符：第 ${row} 行有 ${fields} 个字段，而首行有 ${columns} 列。`,
  exampleMissing: (name) => `Millrace 没有附带名为“${name}”的数据集。`,
  codes: {
    taskError: '这是任务的代码抛出的错误，保持原文。',
    timeout: '用时超过上限，已被结束。',
    outputNotJson: '它返回的内容不是纯数据。',
    outputTooLarge: '它的输出超过允许的大小。',
    inputTooLarge: '它的输入合计超过允许的大小。',
    referenceMissing: '其中的一个引用没有找到值。',
    isolateLost: '运行它的封闭环境丢失了。',
    handlerMissing: '此版本无法运行这种类型的任务。',
    notGranted: '它请求了未获许可的内容。',
  },
};

export const failuresWith = (parsers: () => ParserWords): Text['failures'] => ({
  ...failures,
  referenceFailed: (expression, detail) =>
    `\${{ ${expression} }} 无法计算：${parsers().expression(detail)}。`,
  syntax: (said) => parsers().javascript(said),
  notJson: (name, detail) => `${name} 不是 JSON：${parsers().json(detail)}。`,
});
