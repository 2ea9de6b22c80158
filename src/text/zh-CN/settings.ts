import type { Text } from '#text/text.ts';
import { storageWords } from './parsers/storage.ts';

export const settings: Text['settings'] = {
  heading: '设置',
  storage: {
    heading: '存储',
    what: '此浏览器的存储',
    used: '已使用',
    usedOf: (used, quota) => `${used} / ${quota}`,
    usedOnly: (used) => `${used}。此浏览器不说明允许多少。`,
    usedUnknown: '此浏览器不说明。',
    kept: '保留',
    persistent: '浏览器已承诺不会清除。',
    notPersistent: '浏览器没有承诺保留这里存储的内容：磁盘空间不足时，它可能清除全部内容。',
    persistUnknown: '此浏览器不说明是否会清除。',
    ask: '请浏览器保留',
    granted: '浏览器已同意。',
    refused:
      '浏览器自行拒绝了。已安装、已加书签或经常使用的页面更容易获得同意。在此之前，备份文件可以保证安全。',
    askFailed: '这里无法请求：本页必须通过 https 打开。',
    safeCopy: '安全副本',
    copyOk: (bytes) =>
      `良好。数据库旁有一份副本，包含显示过的全部内容，大小 ${bytes}。如果浏览器丢弃数据库，全部内容可由此恢复。`,
    copiedAt: (when) => `写入时间：${when}。`,
    copyNone:
      '没有：此浏览器在这里不提供私有文件系统。一切功能可用，但如果浏览器丢弃数据库，只有备份文件能留存。',
    copyFull:
      '已满：磁盘没有空间容纳它。已保存的内容是安全的。执行会暂停，直到有空间；请释放磁盘空间。',
    copyUnreadable: (reason) =>
      `无法读取（${storageWords(reason)}）。数据库本身未受影响。请立即备份全部内容。`,
    backup: '上次备份',
    backupAge: (age, when) => `${age}，${when}`,
    noBackup: '还没有备份。',
    retention: '保留期限',
    retentionBody:
      '工作流会一直保留，直到您删除。若在此设定，已结束的执行会在过多或过旧时自动删除。',
    keepRuns: '每个工作流保留的执行数',
    keepDays: '执行保留的天数',
    keepAll: '全部',
    retentionSaved: '将按您的设定保留。',
    retentionWrong: '请填写从 1 开始的整数，或留空以保留全部。',
  },
  backup: {
    backUp: '备份全部内容',
    restore: '恢复',
    hint: '一个文件，包含全部工作流、执行及其输出和设置，不含日志。请存放在另一块磁盘上。',
    restoreHint: '恢复会添加这里没有的内容。这里已有的内容保持不变。',
    backingUp: '正在将全部内容读入一个文件。内容越多，用时越长。',
    backedUp: (file, bytes) => `${file}（${bytes}）已交给浏览器下载。`,
    backUpFailed: (reason) =>
      `未创建备份：${storageWords(reason)}。未作任何改动。请重试，或先重新加载本页。`,
    restoring: (file) => `正在读取 ${file} 并添加这里没有的内容。`,
    restored: (parts) => `已恢复：${parts}。`,
    nothingNew: '此文件中的内容这里都已有。未作任何改动。',
    workflows: (_, shown) => `${shown} 个工作流`,
    versions: (_, shown) => `${shown} 个版本`,
    executions: (_, shown) => `${shown} 次执行`,
    known: (_, shown) => `${shown} 项已存在`,
    refusals: {
      cutShort: '内容不完整',
      damaged: '内容已损坏',
      newerBuild: '来自更新的版本',
      otherKind: '是另一种文件，或来自更新的版本',
    },
    notABackup: (file, reason) =>
      `未恢复 ${file}：它不是完整的 Millrace 备份文件（${reason}）。未作任何改动。`,
    notOwner: '未恢复：由另一个标签页执行工作。请在那里恢复。',
    diskFull: '未恢复：磁盘或此浏览器的空间已满。释放一些空间，然后重新恢复。',
    restoreFailed: '引擎没有应答。重新加载本页，然后重新恢复。',
    separator: '、',
  },
  appearance: {
    heading: '外观',
    theme: '主题',
    themes: { light: '浅色', dark: '深色', system: '跟随系统' },
    language: '语言',
  },
  keys: {
    heading: '键盘',
    letters: '单字母键',
    on: '开',
    off: '关',
    bodyOn:
      '焦点在画布或列表上时，单个字母、数字和符号即为命令：N 新建工作流；在画布上，1 到 9 添加任务，C 连接，D 复制，Z 放大查看，O 打开大纲。',
    bodyOff:
      '单个字母、数字和符号不起作用。方向键、回车、Delete、Escape、F2、F6 以及与 Ctrl 组合的键仍然有效，每项操作也都有按钮。',
  },
  work: {
    heading: '工作',
    processors: '使用的处理器',
    processorsBody: (count) =>
      `同时运行的任务数。本设备有 ${count} 个；少用一些可为其他程序留出余地。`,
    all: (count) => `全部 ${count} 个`,
    reload: '重新加载以生效',
    bell: '长时间的执行结束时',
    bellOn: '您在看别处时，会收到通知。',
    bellOff: '不会在本页之外提示。',
    bellWant: '通知我',
    bellStop: '不要通知',
    bellDenied: '浏览器已被设为不显示本页的通知。',
  },
  about: {
    heading: '关于',
    version: '版本',
    licence: '许可证',
    licenceBody: 'Apache-2.0',
    others: '随附组件的许可证',
    othersFailed: '无法读取。它们在本页旁的 licences.txt 中。',
    unknownVersion: '未知',
  },
  department: {
    heading: '致您的 IT 部门',
    parts: [
      {
        term: '存储什么，存在哪里',
        body: '工作流、执行、输出和日志存放在本设备的此浏览器配置文件中：在 IndexedDB 中，并在本站点的私有文件系统中有一份副本。选择的文件会被复制进来。主题和语言也在其中，并与您为本屏幕所作的其他选择一起存放在 localStorage 中。',
      },
      {
        term: '哪些内容会外发',
        body: '没有。本页背后没有服务器、账户或遥测，也没有来自别处的字体或脚本。工作流的代码在没有网络的封闭环境中运行。页面中的策略让浏览器拒绝其他一切连接。',
      },
      {
        term: '如何托管',
        body: '将构建好的文件夹复制到任意静态 Web 服务器的任意路径，通过 https 提供。服务器上不运行任何程序，也不需要任何响应头；若能设置响应头，请将下面的策略作为 Content-Security-Policy 发送。文件夹中的 hashes.txt 列有每个文件的 SHA-256。首次访问之后，无需网络即可启动。',
      },
      {
        term: '如何移除',
        body: '在浏览器中清除此地址的站点数据。上述全部内容会被删除，备份文件除外。',
      },
    ],
    policy: 'Content-Security-Policy',
  },
};
