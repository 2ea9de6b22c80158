import type { Plugin } from 'vite';

/**
 * A layer of the isolates taken away: the real source with one guard changed while it is bundled, so
 * that no switch stands in the product. `file` is a source, or one of the two texts that carry a policy.
 */
export interface Ablation {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const frameDocument = 'virtual:isolate-frame';
const page = 'isolate.html';

export const ablations = {
  frameOrigin: {
    file: 'src/isolate/frame/frame.ts',
    find: "frame.sandbox.add('allow-scripts');",
    replace: "frame.sandbox.add('allow-scripts', 'allow-same-origin');",
  },
  framePolicy: { file: frameDocument, find: "connect-src 'none'", replace: 'connect-src *' },
  /** The frame inherits it. */
  pagePolicy: { file: page, find: "connect-src 'self'", replace: 'connect-src *' },
  removedGlobals: {
    file: 'src/isolate/prelude/lockdown.ts',
    find: '  removeGlobals();\n',
    replace: '',
  },
  frozenIntrinsics: {
    file: 'src/isolate/prelude/lockdown.ts',
    find: '  freezeAll([globalThis, ...hiddenIntrinsics()]);\n',
    replace: '',
  },
  boundedResult: {
    file: 'src/isolate/prelude/value.ts',
    find: 'const checked = checkValue(value);',
    replace: 'const checked = { ok: true, value };',
  },
  decodedResult: {
    file: 'src/isolate/messages.ts',
    find: "isText(value['json'], valueBytesMax)",
    replace: "typeof value['json'] === 'string'",
  },
  deadline: {
    file: 'src/isolate/lane.ts',
    find: 'else this.#events.timedOut(this, job);',
    replace: '',
  },
  guard: {
    file: 'src/isolate/frame/broker.ts',
    find: 'if (guarded.leftMs > 0) continue;',
    replace: 'continue;',
  },
  logLimit: {
    file: 'src/isolate/prelude/log.ts',
    find: 'isFull = lines >= logLinesPerAttemptMax || bytes > logBytesPerAttemptMax;',
    replace: '',
  },
  logCredit: {
    file: 'src/isolate/prelude/runner.ts',
    find: 'if (this.#credit < logLinesPerAttemptMax) return;',
    replace: 'this.#credit = Infinity;',
  },
  /** Stands for an engine that has no time: it returns no credit. */
  returnedCredit: {
    file: 'src/isolate/lane.ts',
    find: 'this.#creditOwed += lines;',
    replace: '',
  },
} as const satisfies Readonly<Record<string, Ablation>>;

/** One plugin for every bundle of the build; `assertAll` throws unless each was met. */
export function takeAway(wanted: readonly Ablation[]): {
  readonly plugin: Plugin;
  /** Behind every other one, for the page's finished text. */
  readonly pagePlugin: Plugin;
  assertAll(): void;
} {
  const met = new Set<Ablation>();
  const apply = (name: string, text: string) =>
    wanted
      .filter(({ file }) => name.endsWith(file))
      .reduce((before, ablation) => {
        const parts = before.split(ablation.find);
        if (parts.length !== 2) {
          throw new Error(`${ablation.file} must hold exactly one: ${ablation.find}`);
        }
        met.add(ablation);
        return parts.join(ablation.replace);
      }, text);
  return {
    plugin: {
      name: 'millrace:ablations',
      enforce: 'pre',
      transform: (code, id) => (/\?|\.html$/.test(id) ? null : apply(id, code)),
    },
    pagePlugin: {
      name: 'millrace:page-ablations',
      transformIndexHtml: { order: 'post', handler: (html) => apply(page, html) },
    },
    assertAll: () => {
      const missed = wanted.filter((ablation) => !met.has(ablation));
      if (missed.length > 0) throw new Error(`Not met: ${JSON.stringify(missed)}`);
    },
  };
}
