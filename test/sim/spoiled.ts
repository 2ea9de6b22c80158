import type { ExecutionId, WorkflowId } from '#core/shared/ids.ts';
import type { Healed } from '#ports/ownership.ts';
import { decodeFrame, type FrameBody } from '#storage/copy/records.ts';
import { scan, type Frame } from '#storage/copy/frames.ts';

type Subject = ExecutionId | WorkflowId;

/** Bytes of a name that tell where it stands: with them gone, nobody can say whose row this was. */
const namingBytes = 200;
const decoder = new TextDecoder('latin1');

/**
 * What a failing disk took from the safe copy, and what was said about that. A loss is excused where
 * its only copy was hit and it was named, or where the very name was hit and the hole was told.
 */
export class Spoiled {
  /** Whether its name can still be read. */
  readonly #hits: Map<Subject, boolean>;
  readonly #forgiven: Set<Subject>;
  readonly #told = new Set<Subject>();
  #holes = 0;

  constructor(hits = new Map<Subject, boolean>(), forgiven = new Set<Subject>()) {
    this.#hits = hits;
    this.#forgiven = forgiven;
  }

  /** The same damage, about which nothing was said yet. */
  again(): Spoiled {
    return new Spoiled(new Map(this.#hits), new Set(this.#forgiven));
  }

  /** To be asked before the bytes from `at` to `end` are spoiled. */
  hitSlot(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }): void {
    const { frames } = scan(bytes);
    const isHitAgain = frames.every((frame) => !isIn(frame, at, end));
    // What was hit before may have lost its name now.
    if (isHitAgain) for (const subject of this.#hits.keys()) this.#hits.set(subject, false);
    for (const frame of frames) {
      // The line break before it is what it is found by.
      if (!isIn(frame, at, end)) continue;
      for (const subject of subjectsOf(decodeFrame(frame))) {
        const isNamed = isNamedApart(bytes, frame, { subject, at, end });

        this.#hits.set(subject, isNamed && (this.#hits.get(subject) ?? true));
      }
    }
  }

  /** To be asked after it: names are so short here that one may have become another. */
  hitNames(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }): void {
    const text = decoder.decode(bytes.subarray(Math.max(0, at - namingBytes), end + namingBytes));
    const from = Math.min(at, namingBytes);
    for (const match of text.matchAll(/"(w\d+(?:-\d+)?)"/g)) {
      const isTouched = match.index < from + (end - at) && match.index + match[0].length > from;
      const subject = match[1] as Subject;
      if (isTouched && !this.#hits.has(subject)) this.#hits.set(subject, false);
    }
  }

  /** A text beside the frames is gone; whatever names it is whole. */
  hitText(slots: readonly Uint8Array[], fileName: string): void {
    for (const frame of slots.flatMap((bytes) => scan(bytes).frames)) {
      const body = decodeFrame(frame);
      const rows = (body?.rows ?? []).filter(([, , events]) => names(events, fileName));
      const records = (body?.records ?? []).filter(
        ({ record }) => record.kind === 'version' && names(record.source, fileName),
      );
      for (const subject of subjectsOf({ rows, records, orders: [] })) {
        this.#hits.set(subject, this.#hits.get(subject) ?? true);
      }
    }
  }

  told({ damaged, outdated, undeleted, holes }: Healed): void {
    for (const id of [...damaged, ...outdated, ...undeleted]) this.#told.add(id as Subject);
    // Of which nobody can be told by name, nobody knows what it was.
    for (const [id, isNamed] of this.#hits) if (holes > 0 && !isNamed) this.#forgiven.add(id);
    this.#holes += holes;
  }

  isTold(subject: Subject): boolean {
    return this.#told.has(subject);
  }

  isForgiven(subject: Subject): boolean {
    return this.#forgiven.has(subject);
  }

  /** From now on nothing is expected of it. @returns whether that is right. */
  forgives(subject: Subject): boolean {
    if (this.#forgiven.has(subject)) return true;
    const isNamed = this.#hits.get(subject);
    if (isNamed === undefined) return false;
    const isTold = this.#told.has(subject) || (!isNamed && this.#holes > 0);
    if (isTold) this.#forgiven.add(subject);
    return isTold;
  }
}

/** As `createFileArtifacts` names a file. */
export function fileNameOf(hash: string): string {
  return hash.replace(/[^0-9a-z]/g, '-');
}

function names(value: unknown, fileName: string): boolean {
  if (typeof value !== 'object' || value === null || !('beside' in value)) return false;
  return fileName.startsWith(fileNameOf(String(value.beside)));
}

function subjectsOf(body: FrameBody | null): ReadonlySet<Subject> {
  const subjects = new Set<string>();
  for (const [id] of body?.rows ?? []) subjects.add(id);
  for (const { record } of body?.records ?? []) {
    if (record.kind === 'head') subjects.add(record.head.id);
    if (record.kind === 'version') subjects.add(record.version.workflowId);
    if (record.kind === 'removedWorkflow' || record.kind === 'removedExecution')
      subjects.add(record.id);
  }
  return subjects as ReadonlySet<string> as ReadonlySet<Subject>;
}

function isIn(frame: Frame, at: number, end: number): boolean {
  return frame.end > at && frame.at - 1 < end;
}

function isNamedApart(
  bytes: Uint8Array,
  frame: Frame,
  { subject, at, end }: { readonly subject: string; readonly at: number; readonly end: number },
): boolean {
  const text = decoder.decode(bytes.subarray(frame.at, frame.end));
  const isHit = (from: number, to: number) => frame.at + from < end && frame.at + to > at;
  // Its line, and the place that its body repeats.
  if (isHit(-1, text.indexOf('\n') + namingBytes)) return false;
  for (let found = text.indexOf(`"${subject}"`); found >= 0;) {
    if (isHit(found - namingBytes, found + namingBytes)) return false;
    found = text.indexOf(`"${subject}"`, found + 1);
  }
  return true;
}
