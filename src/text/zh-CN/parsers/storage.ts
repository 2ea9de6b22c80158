import { inChinese, quoted, type Saying } from './said.ts';

/** What a store is called in what it says. */
const records: Readonly<Record<string, string>> = {
  'the workflows': '工作流',
  'the versions': '版本',
  'the executions': '执行',
  'the live executions': '进行中的执行',
  'the settings': '设置',
  'the store': '存储',
  'the database': '数据库',
  'the inbox': '排队的指令',
  'a new slot': '新的槽位',
};

const steps: Readonly<Record<string, string>> = {
  open: '打开',
  read: '读取',
  write: '写入',
  decode: '解读',
};

const causes: readonly Saying[] = [
  [/^nothing in it is whole$/, '其中没有完整的内容'],
  [/^it was closed$/, '它已被关闭'],
  [/^it is in use$/, '它正在使用中'],
  [/^no answer$/, '没有应答'],
  [/quota|no space|disk is full/i, '空间已满'],
];

const sayings: readonly Saying[] = [
  [/^The engine did not answer within (\d+) ms$/, '引擎在 $1 毫秒内没有应答'],
  [/^The engine sent what cannot be read$/, '引擎发来的内容无法读取'],
  [/^The link was closed$/, '与引擎的连接已关闭'],
];

/** Without a full stop: what the store could not do, and what the browser said, as it said it. */
export function storageWords(said: string): string {
  const known = inChinese(said, sayings);
  if (known !== null) return known;
  const parts = /^Could not (open|read|write|decode) (.*?)( of the safe copy)?: (.*)$/s.exec(said);
  const [, step = '', record = '', ofCopy, cause = ''] = parts ?? [];
  if (parts === null) return quoted('浏览器或引擎出错。', said);
  const name = Object.hasOwn(records, record) ? (records[record] ?? '') : `“${record}”`;
  const what = `无法${steps[step] ?? ''}${ofCopy === undefined ? '' : '安全副本中的'}${name}`;
  const why = causes.find(([pattern]) => pattern.test(cause))?.[1];
  return why === undefined ? quoted(`${what}。`, cause) : `${what}：${why}`;
}
