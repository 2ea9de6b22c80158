import type { Path } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import { sketchFlow } from './sketch-flow.ts';
import { sketchLines } from './sketch-lines.ts';

/** A key or a plain value of a text that may be half written; lists and maps have none. */
export interface Mark {
  /** To the key or the value; its last part is the key or the index. */
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly from: number;
  readonly to: number;
}

/** What an offset stands in. */
export interface Here extends Mark {
  /** In brackets, so that no line of its own can be added. */
  readonly isFlow: boolean;
  /** Of a key: a colon follows. */
  readonly hasColon: boolean;
  /** Column of a key in a block. */
  readonly column: number;
}

export interface Sketch {
  readonly marks: readonly Mark[];
  /** Null within a comment. */
  readonly here: Here | null;
}

/**
 * The shape of a text by its indentation and brackets, as far as it can be seen: it need not be
 * whole. What is no plain sight (anchors, merge keys, explicit keys) is passed over.
 */
export function sketch(text: string, format: SourceFormat, offset: number): Sketch {
  const marks: Mark[] = [];
  const start = text.startsWith('\ufeff') ? 1 : 0;
  if (format === 'yaml' && !/^\s*\{/.test(text.slice(start, start + 1000))) {
    return { marks, here: sketchLines(text, offset, marks) };
  }
  const { here } = sketchFlow(text, { from: start, to: text.length, path: [], offset, marks });
  return { marks, here };
}
