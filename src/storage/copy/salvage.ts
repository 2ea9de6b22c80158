import type { Position } from './frames.ts';
import type { CopyRecord } from './records.ts';

/**
 * What a part of a slot that cannot be read seems to have held. Nothing in it is certain, so no word
 * of it is put back: it tells which things are no longer whole, and how they are called.
 */
export interface Salvage {
  readonly rows: readonly LostRow[];
  readonly records: readonly LostRecord[];
}

export interface LostRow extends Position {
  readonly executionId: string;
  readonly seq: number;
}

export interface LostRecord {
  readonly epoch: number;
  readonly n: number;
  readonly kind: CopyRecord['kind'];
  /** Of the workflow or of the execution. */
  readonly id: string;
  readonly name: string | null;
  /** Of a version only. */
  readonly hash: string | null;
}

const decoder = new TextDecoder();
const linePattern = /^M1 \d+ [0-9a-f]+ (\d{1,15}) (\d{1,15})$/m;
const bodyPattern = /\{"at":\[(\d{1,15}),(\d{1,15})\]/;
// Quotes inside of texts are escaped, so these are found in none; a row begins with an event or a name.
const rowPattern = /\["((?:[^"\\]|\\.){1,200})",(\d{1,15}),(?=\[\{"type":"|\[\]\]|\{"beside":")/g;
const recordPattern =
  /\{"epoch":(\d{1,15}),"n":(\d{1,15}),"record":\{"kind":"(head|version|removedWorkflow|removedExecution)"/g;

/** @param isBodySure when its checksum is right, and only the line before it is not. */
export function salvage(bytes: Uint8Array, isBodySure: boolean): Salvage {
  const text = decoder.decode(bytes);
  const line = positionIn(linePattern, text);
  const body = positionIn(bodyPattern, text);
  const position = isBodySure ? (body ?? line) : (line ?? body);
  const records = [...text.matchAll(recordPattern)];
  return {
    // Without a place in the order of things it cannot be told whether a later word stands.
    rows: position === null ? [] : rowsIn(text, position),
    records: records.flatMap((match, index) => {
      const own = text.slice(match.index, records[index + 1]?.index);
      return recordIn(own, match) ?? [];
    }),
  };
}

function positionIn(pattern: RegExp, text: string): Position | null {
  const match = pattern.exec(text);
  return match === null ? null : { epoch: Number(match[1]), commit: Number(match[2]) };
}

function rowsIn(text: string, { epoch, commit }: Position): LostRow[] {
  return [...text.matchAll(rowPattern)].map(([, id = '', seq]) => {
    return { executionId: unescaped(id), seq: Number(seq), epoch, commit };
  });
}

function recordIn(text: string, [, epoch, n, kind]: RegExpExecArray): LostRecord | null {
  const valueOf = (key: string) => {
    const found = new RegExp(`"${key}":"((?:[^"\\\\]|\\\\.){1,200})"`).exec(text)?.[1];
    return found === undefined ? null : unescaped(found);
  };
  const id = valueOf(kind === 'version' ? 'workflowId' : 'id');
  if (id === null) return null;
  return {
    epoch: Number(epoch),
    n: Number(n),
    kind: kind as LostRecord['kind'],
    id,
    name: kind === 'head' ? valueOf('name') : null,
    hash: kind === 'version' ? valueOf('hash') : null,
  };
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    // Spoiled as well: as it stands there.
    return text;
  }
}
