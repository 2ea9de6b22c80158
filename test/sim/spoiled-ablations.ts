import type { Ablation } from './ablations.ts';

/** Those of a safe copy that a failing disk has spoiled, and of the long texts beside it. */
export const spoiledAblations: Readonly<Record<string, Ablation>> = {
  /** Section 4: nobody asks whether what was flushed into the newest slots can still be read. */
  spoiledSlots: {
    file: 'src/storage/copy/take-over.ts',
    find: 'isWiped ? nothingSpoiled : findSpoiled(chosen, survey, first.slotEnd)',
    replace: 'nothingSpoiled',
    mix: 'flips',
    seeds: 50,
  },
  /** Of the two newest slots as they are now, not as they were when a take-over last ended. */
  spoiledRead: {
    file: 'src/storage/copy/take-over.ts',
    find: 'used.slice(0, Math.max(2, at + 2))',
    replace: 'used.slice(0, at < 0 ? 2 : 2)',
    mix: 'flips',
    from: 742,
    seeds: 1,
  },
  /** A slot that is spoiled is begun anew like any other, before what it held is elsewhere. */
  spoiledKept: {
    file: 'src/storage/copy/slots.ts',
    find: 'this.#broken = new Set(parts.spoiled);',
    replace: 'this.#broken = new Set();',
    mix: 'flips',
    from: 3028,
    seeds: 1,
  },
  /** What was destroyed and is not written anew yet lies before the end that is told. */
  mendingEnd: {
    file: 'src/storage/copy/writer.ts',
    find: 'this.#isMending ? null : this.#parts.slots.end',
    replace: 'this.#parts.slots.end',
    mix: 'flips',
    from: 1032,
    seeds: 1,
  },
  /** Rows leave the queue, and the database is not told where their records lie. */
  drainedEnd: {
    file: 'src/storage/copy/writer.ts',
    find: 'if (queue.length > 0) await tables.apply(fence, settled);',
    replace: 'if (queue.length > 0) await tables.apply(fence, { ...settled, slotEnd: null });',
    mix: 'flips',
    seeds: 100,
  },
  /** A slot is freed, and the database is not told where its frames lie now. */
  sweptEnd: {
    file: 'src/storage/copy/writer.ts',
    find: '() => tables.apply(fence, { slotEnd: this.settled().slotEnd })',
    replace: '() => Promise.resolve()',
    mix: 'flips',
    seeds: 200,
  },
  /** Section 4: what an older slot lost is counted by nobody; only a gap in the numbers shows. */
  namedHoles: {
    file: 'src/storage/copy/survey.ts',
    find: 'if (!this.#isAllThereIs) return;',
    replace: 'if (rows.length >= 0) return;',
    mix: 'olds',
    seeds: 100,
  },
  /** A row that cannot be read ends no history. */
  lostRows: {
    file: 'src/storage/copy/merge.ts',
    find: 'row.seq !== next || row.isLost',
    replace: 'row.seq !== next',
    mix: 'olds',
    seeds: 100,
  },
  /** Workflows that are as they were before are not named. */
  outdatedNamed: {
    file: 'src/storage/copy/take-over.ts',
    find: '    outdated,',
    replace: '    outdated: [],',
    mix: 'olds',
    seeds: 300,
  },
  /** Who dies before it has said what it found leaves nobody to say it. */
  toldAgain: {
    file: 'src/storage/copy/told.ts',
    find: 'return goodbye === before ? null : found;',
    replace: 'return null;',
    mix: 'olds',
    from: 297,
    seeds: 40,
  },
  /** A restore goes on in a slot whose end cannot be read, and cuts it; then it dies. */
  holedEnds: {
    file: 'src/storage/copy/take-over.ts',
    find: 'isWiped && survey.holedEnds.has(newest.name)',
    replace: 'isWiped && survey.holedEnds.size < 0',
    mix: 'olds',
    seeds: 300,
  },
  /** One slot in which nothing is whole stops everything. */
  oneUnreadableSlot: {
    file: 'src/storage/copy/take-over.ts',
    find: 'used.every(({ isReadable }) => !isReadable)',
    replace: 'used.some(({ isReadable }) => !isReadable)',
    mix: 'olds',
    seeds: 300,
  },
  /** A slot of which not everything can be read is freed like any other. */
  holesStay: {
    file: 'src/storage/copy/sweep.ts',
    find: 'if (holes.length > 0 || whole.length < frames.length) return;',
    replace: '',
    mix: 'olds',
    from: 787,
    seeds: 1,
  },
  /** The frame that names a long text does not wait for it. */
  textFirst: {
    file: 'src/storage/copy/records.ts',
    find: 'await aside.put(beside, bytes);',
    replace: 'void aside.put(beside, bytes).catch(() => undefined);',
    mix: 'texts',
    seeds: 100,
  },
  /** It waits, and the text is not flushed. */
  textFlushed: {
    file: 'src/storage/artifact-files.ts',
    find: 'handle.flush();',
    replace: '',
    mix: 'texts',
    seeds: 100,
  },
  /** Bytes that are there already are cut and written anew. */
  textKept: {
    file: 'src/storage/artifact-files.ts',
    find: 'if (!holds(handle, bytes)) {',
    replace: '{',
    mix: 'texts',
    from: 83,
    seeds: 1,
  },
  /** A text that a frame names makes room like one that none does. */
  namedTexts: {
    file: 'src/storage/copy/texts.ts',
    find: 'if (named.has(hash)) continue;',
    replace: '',
    mix: 'texts',
    seeds: 50,
  },
  /** A text that is gone is missed by nobody. */
  lostTexts: {
    file: 'src/storage/copy/take-over.ts',
    find: '    outdated,',
    replace: '    outdated: [],',
    mix: 'lostTexts',
    seeds: 100,
  },
};
