import type { Language } from '#text/languages.ts';
import { textFor, type Text } from '#text/text.ts';

/** Who does a job of the stories: the words of the page they read, and what they call their own things. */
export interface Reader {
  readonly lang: Language;
  /** For the name of a test. */
  readonly inLanguage: string;
  readonly text: Text;
  readonly names: {
    readonly table: {
      readonly name: string;
      readonly id: string;
      readonly columns: readonly [string, string];
      readonly item: string;
      readonly last: string;
    };
    readonly long: {
      readonly workflow: string;
      readonly second: string;
      readonly thought: string;
    };
    /** What the example calls its task `late`. */
    readonly late: string;
    readonly train: { readonly task: string; readonly note: string };
  };
}

export const readers: readonly Reader[] = [
  {
    lang: 'en',
    inLanguage: '',
    text: textFor('en'),
    names: {
      table: {
        name: 'Prices 2026',
        id: 'prices-2026',
        columns: ['name', 'price'],
        item: 'item',
        last: 'blue',
      },
      long: {
        workflow: 'A long one',
        second: 'second',
        thought: '# in the middle of a thought',
      },
      late: 'Keep late flights',
      train: { task: 'Keep very late flights', note: 'written on a train' },
    },
  },
  {
    lang: 'zh-CN',
    inLanguage: ', in Chinese',
    text: textFor('zh-CN'),
    names: {
      table: {
        name: '二〇二六年 价目表',
        id: '二〇二六年-价目表',
        columns: ['品名', '单价'],
        item: '货品',
        last: '青花瓷',
      },
      long: { workflow: '耗时较长的工作流', second: '第二步', thought: '# 刚想到一半' },
      late: '留下晚点航班',
      train: { task: '只留晚点很久的航班', note: '写于火车上' },
    },
  },
];
