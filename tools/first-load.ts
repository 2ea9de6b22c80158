import type { Plugin } from 'vite';

/**
 * What the first screen waits for, in as few trips as there can be: one file for the app
 * and all it imports, and beside it, asked for in the same moment, the words that most people read. A
 * line with 150 ms to and fro counts trips, not kilobytes.
 * @param app not the entry itself: that waits for its words, and so would whatever shares its file.
 */
export function firstLoad(app: RegExp, words: RegExp): Plugin {
  return {
    name: 'millrace:first-load',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: app }] } } },
      },
    }),
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.values(bundle ?? {})
          .filter((file) => file.type === 'chunk' && words.test(file.facadeModuleId ?? ''))
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
            injectTo: 'head' as const,
          })),
    },
  };
}
