import type { Language } from '#text/languages.ts';

export interface NoWords {
  readonly heading: string;
  readonly body: string;
  readonly reload: string;
}

/** For a page whose catalogues cannot be fetched: it travels with the page itself, in every language. */
export const noWords: Readonly<Record<Language, NoWords>> = {
  en: {
    heading: 'The page could not be loaded completely.',
    body: 'The network was lost while it loaded. What is stored here is safe. Reload when the network is back.',
    reload: 'Reload',
  },
  'zh-CN': {
    heading: '页面没有完整加载。',
    body: '加载时网络中断。这里存储的内容是安全的。网络恢复后请重新加载。',
    reload: '重新加载',
  },
};
