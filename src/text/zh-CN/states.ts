import type { TaskState } from '#core/execution/events.ts';
import type { Text } from '#text/text.ts';

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join('、')} 和 ${names.at(-1) ?? ''}`;

const upstream: Readonly<Record<TaskState, string>> = {
  pending: '尚未运行',
  running: '正在运行',
  waiting: '正在等待',
  succeeded: '已成功',
  reused: '已复用',
  failed: '失败',
  skipped: '已跳过',
  cancelled: '已取消',
};

/** What tasks of these types need, where the engine names it in English. */
const needs: Readonly<Record<string, string>> = {
  sql: ' SQL 引擎',
  http: '网络访问',
  wasm: ' WebAssembly 运行环境',
  python: ' Python 运行环境',
  command: '能运行命令的本机代理',
};

export const states: Text['states'] = {
  task: {
    pending: '未开始',
    running: '运行中',
    waiting: '等待中',
    succeeded: '已成功',
    reused: '已复用',
    failed: '失败',
    skipped: '已跳过',
    cancelled: '已取消',
  },
  status: {
    running: '运行中',
    waiting: '等待中',
    paused: '已暂停',
    completed: '已完成',
    failed: '失败',
    cancelled: '已取消',
  },
  fact: {
    startsSoon: '即将开始',
    since: (clock) => `自 ${clock} 起`,
    stopping: '正在停止',
    took: (duration) => `用时 ${duration}`,
    nothingToDo: '无事可做',
    failedTask: (task) => `任务 ${task}`,
    failed: '有任务失败',
    byYou: '由您操作',
    waits: (task, what) => `${task}：${what}`,
    waitsFor: {
      backoff: '将再次尝试',
      timer: '等待时间到',
      resource: '等待所需资源',
      agent: '等待代理',
      needsFile: '等待文件',
      outcomeUnknown: '这一步完成了吗？',
      quarantined: '已搁置',
    },
  },
  reason: {
    needs: (names, more) =>
      more === 0
        ? `需要 ${list(names)}。`
        : `需要 ${names.join('、')} 和另外 ${String(more)} 个任务。`,
    ready: '已就绪，等待空位。',
    notStarted: '执行在它开始之前已结束。',
    running: (clock) => `自 ${clock} 起。`,
    attempt: (clock, number) => `第 ${String(number)} 次尝试，自 ${clock} 起。`,
    runsAgain: (clock) => `浏览器停止后再次运行，自 ${clock} 起。`,
    ranAgain: '浏览器停止后再次运行。',
    attempts: (count) => `第 ${String(count)} 次尝试成功。`,
    reused: '输入和代码与之前相同，因此沿用之前的输出。',
    backoff: (left, attempt, of) =>
      of === null
        ? `等待 ${left}，然后第 ${String(attempt)} 次尝试。`
        : `等待 ${left}，然后第 ${String(attempt)} 次尝试（共 ${String(of)} 次）。`,
    timer: (left, clock) => `等待 ${left}，直到 ${clock}。`,
    due: '时间已到，等待空位。',
    missing: (type, what) => `${type} 类型的任务需要${needs[type] ?? ` ${what}`}，这里还没有。`,
    needsFile: (file) => `需要文件 ${file}，但目前无法读取。`,
    needsFileFor: (param) => `需要为 ${param} 提供文件：尚未提供。`,
    outcomeUnknown: (clock) => `这一步完成了吗？浏览器在 ${clock} 之后的中途停止，我们无法得知。`,
    quarantined: (ends) => `已搁置：它运行时浏览器停止了 ${String(ends)} 次。`,
    upstreamFailed: (task, state, rule) =>
      `${task} ${upstream[state]}，而此任务的触发规则为 ${rule}。`,
    rule: (task, state, rule) => `${task} ${upstream[state]}，而触发规则为 ${rule}。`,
    condition: '它的条件不成立。',
    skippedByYou: '您跳过了它。',
    stoppedByYou: '您停止了此次执行。',
    stoppedByParent: '上一级执行已停止。',
  },
};
