import type { Text } from '#text/text.ts';

export const workflow: Text['workflow'] = {
  what: '工作流',
  run: '运行',
  export: '导出',
  tasks: '任务',
  task: '任务',
  type: '类型',
  needs: '依赖',
  none: '无',
  source: '源文件',
  sourceLines: (shown) => `${shown} 行`,
  sourceCut: (shown, all) => `${all} 行中的前 ${shown} 行。导出可得到整个文件。`,
  runs: '执行',
  noRuns: '此工作流的执行会列在这里。',
  version: '版本',
  tasksCut: (shown, all) => `显示 ${shown} / ${all}`,
  showMore: (count) => `再显示 ${count} 个`,
  picture: (names) => `任务的图：${names}`,
};

export const params: Text['params'] = {
  heading: (name) => `运行 ${name}`,
  run: '运行',
  close: '关闭',
  chooseFile: '选择文件',
  choose: '选择',
  yes: '是',
  no: '否',
  optional: '可选',
  about: (words) => words.join('，'),
  kept: (name) => `${name}，与那次执行相同。可另选文件。`,
  starting: '正在开始',
  queued: '正在排队，等待驱动的标签页',
  types: {
    string: '文本',
    number: '数字',
    integer: '整数',
    boolean: '是或否',
    json: 'JSON',
    file: '文件',
  },
  range: (minimum, maximum) => {
    if (minimum !== undefined && maximum !== undefined) {
      return `${String(minimum)} 到 ${String(maximum)}`;
    }
    if (minimum !== undefined) return `至少 ${String(minimum)}`;
    return maximum === undefined ? '' : `至多 ${String(maximum)}`;
  },
  problems: {
    missing: '请填写。',
    unknown: '此工作流没有这个参数。',
    wrongType: (type) => `这不是${/^[A-Za-z]/.test(type) ? ' ' : ''}${type}。`,
    belowMinimum: (minimum) => `至少 ${minimum}。`,
    aboveMaximum: (maximum) => `至多 ${maximum}。`,
    notInEnum: (values) =>
      values.length === 0
        ? '不在允许的值之内。'
        : `只能是以下之一：${values.map((value) => JSON.stringify(value)).join('、')}。`,
    tooLarge: '内容过大。文件上限为 64 MiB，其他值上限为 16 MiB。',
    notJson: '这不是 JSON。',
    file: '无法复制此文件。请重新选择。',
  },
  notStarted: {
    notOwner: '未开始：由另一个标签页执行工作。请在那里开始。',
    diskFull: '未开始：磁盘或此浏览器的空间已满。释放一些空间，然后运行。',
    unknownWorkflow: '未开始：此工作流已不在这里。',
    engine: '引擎没有应答。请再按“运行”：一个指令只开始一次执行，不会重复。',
  },
};
