import type { Text } from '#text/text.ts';

export const app: Text['app'] = {
  product: 'Millrace',
  gap: '',
  home: 'Millrace，全部工作流',
  navigation: '主导航',
  workflows: '工作流',
  runs: '执行',
  settings: '设置',
  offline: '离线',
  offlineMore: '这里的一切照常可用',
  offlineReady: '可离线使用',
  update: '更新',
  updateMore: '有新版 Millrace。按下后启用；执行会在其中继续。',
  updateRests: '先等一个任务结束，最多 10 秒。',
  notifications: '通知',
  dropHere: '将工作流文件拖放到此处以导入',
  close: '关闭',
  undo: '撤销',
  viewer: '由另一个标签页驱动。本页显示相同内容，也可下达指令。',
  closeMessage: '关闭此消息',
  title: (page) => `${page} · Millrace`,
  loading: (what) => `正在读取：${what}`,
  notFound: {
    heading: '此地址下没有内容',
    body: '地址可能有误，或来自另一版本的 Millrace。',
    home: '前往全部工作流',
  },
  unknownRun: {
    heading: '没有此地址的执行',
    body: '它可能属于另一个浏览器或配置文件。如果它到达这里，会自动显示。',
    home: '前往全部执行',
  },
  queuedRun: {
    heading: '此次执行正在排队',
    body: '驱动的标签页会尽快接手，随后它会自动显示在这里。',
    home: '前往全部执行',
  },
  noConflicts: {
    heading: '没有冲突',
    body: '工作流和运行只存于本机。这里没有同步，因此不会有两份内容不一致。',
    home: '前往所有工作流',
  },
  unknownWorkflow: {
    heading: '没有此地址的工作流',
    body: '它可能属于另一个浏览器或配置文件。如果它到达这里，会自动显示。',
    home: '前往全部工作流',
  },
  lost: {
    heading: '本页的引擎已停止',
    body: '已保存的内容是安全的。重新加载本页：进行中的执行会继续。',
    reload: '重新加载',
  },
  failedCall: {
    heading: '操作未成功',
    body: '未作任何改动。重新加载本页，然后重试。',
  },
  notOwner: {
    otherTab: {
      heading: 'Millrace 已在另一个标签页中打开。',
      body: '由那个标签页执行工作。本页只显示内容，不启动任何任务，直到另一个标签页关闭且本页重新加载。',
    },
    newerBuild: {
      heading: '此浏览器中正在运行更新版本的 Millrace。',
      body: '本标签页版本较旧，只显示进展。重新加载即可获得新版本。',
    },
    noLocks: {
      heading: '此浏览器无法区分两个标签页。',
      body: '为安全起见，这里不启动任何任务。请使用较新的浏览器，并通过 https 打开本页。',
    },
    storeGone: {
      heading: '无法打开此浏览器的存储。',
      body: '这里无法保存任何内容，因此不启动任何任务。检查磁盘是否已满、是否允许站点数据，然后重新加载。',
    },
    copyUnreadable: {
      heading: '无法读取此浏览器的安全副本。',
      body: '数据库是空的，而副本中可能有它的内容，因此不启动也不覆盖任何内容。关闭占用磁盘的其他程序，然后重新加载。',
    },
  },
  stored: {
    label: '关于已存储的内容',
    andMore: (count) => `另外 ${String(count)} 项`,
    healed: {
      heading: '浏览器曾丢弃数据库。已保存的内容都已恢复。',
      safe: (back) =>
        back === ''
          ? '除日志和仍在排队的指令外，全部内容已从安全副本恢复。'
          : `已从安全副本恢复：${back}。日志和仍在排队的指令未能恢复。`,
      todo: '进行中的执行会继续。请创建备份文件，并请浏览器保留存储：',
    },
    damaged: {
      heading: '部分已存储的内容无法读取。',
      safe: (names) =>
        names === ''
          ? '相关的执行已搁置。其余内容完好。'
          : `以下执行已搁置：${names}。其余内容完好。`,
      runs: (names) => `以下执行已搁置：${names}。`,
      outdated: (names) => `以下工作流缺失，或停留在最后一次修改之前：${names}。`,
      undeleted: (names) => `以下执行已被删除，但又恢复了：${names}。`,
      rest: '可能还有一些已无法辨认名称的内容缺失。其余内容完好。',
      between: '',
      todo: '如果备份文件中有这些内容，请恢复：',
    },
    noSafeCopy: {
      heading: '此浏览器中没有安全副本。',
      safe: '一切功能可用，显示为已保存的内容都在磁盘上。',
      todo: '如果浏览器丢弃数据库，只有备份文件能将其恢复。请创建一份：',
    },
    windowForgets: {
      heading: '此窗口不会保留内容。',
      safe: '这是无痕窗口：关闭之前一切可用，关闭之后浏览器会全部删除。',
      todo: '需要保留的内容请使用普通窗口，或带走一份备份文件：',
    },
    diskFull: {
      heading: '磁盘或此浏览器的空间已满。',
      safe: '执行已暂停。没有写到一半的内容，已保存的内容是安全的。',
      todo: '请释放一些空间，随后它们会自动继续。',
    },
    storeGone: {
      heading: '本标签页打开期间，这里存储的内容被清除了。',
      safe: '本标签页已停止，以免覆盖任何内容。',
      todo: '重新加载本页，然后在设置中恢复最近的备份文件。',
    },
  },
};
