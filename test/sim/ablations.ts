import type { MixName } from './mix.ts';
import { spoiledAblations } from './spoiled-ablations.ts';

/**
 * Rules taken away, one by one: the real source with one guard changed, so that no switch stands in
 * the product. Each must match exactly once; a world without the rule must show violations.
 */
export interface Ablation {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The world in which what it lets through is common; else the usual one. */
  readonly mix?: MixName;
  /** How many worlds are enough to see it. */
  readonly seeds?: number;
  /** The first of them, where there is damage in few of 10,000. */
  readonly from?: number;
}

export const ablations: Readonly<Record<string, Ablation>> = {
  /** Journal rule 1: what a task's start is held back until the next thing that happens. */
  startBeforeRun: {
    seeds: 100,
    file: 'src/engine/commit-queue.ts',
    find: 'const rows = this.#rows.get(executionId);',
    replace: `
      const held = (this.held ??= new Map());
      const all = [...(held.get(executionId) ?? []), ...events];
      const cut = all.findIndex((event) => event.type === 'taskStarted');
      held.set(executionId, cut < 0 ? [] : all.slice(Math.max(cut, all.length - events.length)));
      events = all.slice(0, all.length - held.get(executionId).length);
      if (events.length === 0) return this.#issued;
      const rows = this.#rows.get(executionId);`,
  },
  /** Journal rule 2: the output travels on its own, and its success does not wait for it. */
  outputWithSuccess: {
    file: 'src/engine/values.ts',
    find: 'if (text.length * 3 <= inlineBytesMax) return',
    replace: `
      const apart = encodeUtf8(text);
      const apartHash = toContentHash(sha256(apart));
      void this.#artifacts.put(apartHash, apart).catch(() => undefined);
      this.#keep(apartHash, value, apart.length);
      if (value !== undefined) return { hash: apartHash, bytes: apart.length };
      if (text.length * 3 <= inlineBytesMax) return`,
    mix: 'outputs',
    seeds: 100,
  },
  /** Journal rule 4: every attempt goes out under a key of its own. */
  taskKey: {
    seeds: 100,
    file: 'src/engine/dispatch.ts',
    find: '#0`',
    replace: '#0/${attempt}`',
  },
  /** Journal rule 6: an execution runs whatever its workflow is now. */
  pinnedVersion: {
    seeds: 100,
    file: 'src/engine/plans.ts',
    find: 'const version = await workflows.getVersion(hash);',
    replace: `
      const named = await workflows.getVersion(hash);
      const head = named === null ? null : await workflows.get(named.workflowId);
      const version = head === null ? named : await workflows.getVersion(head.versionHash);`,
  },
  /** Durability section 2: an effect does not wait until its start is on disk. */
  barrier: {
    seeds: 100,
    file: 'src/engine/attempts.ts',
    find: 'void this.#parts.barrier().then(',
    replace: 'void Promise.resolve().then(',
  },
  /** Journal rule 3: a former owner's transaction is not refused. */
  fencing: {
    file: 'src/storage/fence.ts',
    find: 'if (owner.epoch === fence.epoch && owner.tab === fence.tab) return null;',
    replace: 'if (owner.epoch > 0) return null;',
    mix: 'steals',
  },
  /** Section 3, step 1: an older build takes over from a newer one, and writes what it may misread. */
  olderClaims: {
    file: 'src/storage/fence.ts',
    find: 'if ((owner?.code ?? 0) > code)',
    replace: 'if ((owner?.code ?? 0) > code + 1)',
    mix: 'builds',
    seeds: 100,
  },
  /** Section 3: who hands over cuts off what is under way. */
  restsBeforeHandOver: {
    file: 'src/engine/rest.ts',
    find: 'if (runsOnce(live)) return;',
    replace: 'if (live === null) return;',
    mix: 'handOvers',
    seeds: 100,
  },
  /** Section 3: who hands over begins tasks while it waits for others. */
  beginsNothing: {
    file: 'src/engine/engine.ts',
    find: 'if (this.#isPaused || this.#rest.isOn) return noRoom;',
    replace: 'if (this.#isPaused) return noRoom;',
    mix: 'handOvers',
    seeds: 100,
  },
  /** Section 3: an owner stays at rest for a newer build that is gone. */
  wishesLapse: {
    file: 'src/engine/hand-over.ts',
    find: 'if (this.#unwishedBeats * pingMs >= wishMs) {',
    replace: 'if (this.#unwishedBeats < 0) {',
    mix: 'handOvers',
    seeds: 100,
  },
  /** The row of an order goes at once, not with the event that answers it. */
  inboxCause: {
    file: 'src/engine/order-taker.ts',
    find: 'done.push(order.id);',
    replace: 'this.#parts.inbox.forget(order.id);',
    mix: 'steals',
    seeds: 100,
  },
  /** An order is answered when it is taken, not when the event that it became is behind a barrier. */
  orderAnswered: {
    file: 'src/engine/order-taker.ts',
    find: 'return taken.then(() => this.#parts.covered());',
    replace: 'return taken;',
  },
  /** What is committed counts as covered, strict or not. */
  publishAtBarrier: {
    seeds: 100,
    file: 'src/engine/commit-queue.ts',
    find: 'if (strict) this.#cover(position);\n    else this.#arm();',
    replace: 'this.#cover(position); if (!strict) this.#arm();',
  },
  /** Durability section 2: what is shown is in the database only; its copy comes when it comes. */
  copyBeforeAck: {
    file: 'src/engine/commit-queue.ts',
    find: 'if (commit.strict) await journal.barrier();',
    replace: `
      if (commit.strict)
        this.#parts.clock.after(20, () => void journal.barrier().catch(() => undefined));`,
    mix: 'wipes',
    seeds: 100,
  },
  /** Section 4: definitions and deletions leave the queue, and reach no slot. */
  copyQueue: {
    file: 'src/storage/copy/writer.ts',
    find: 'const records = await toRecords(this.#parts, queue);',
    replace: 'const records = await toRecords(this.#parts, []);',
    mix: 'wipes',
    seeds: 100,
  },
  /** Section 3, step 3: what a dead owner committed and did not copy is not copied by the next. */
  topUp: {
    file: 'src/storage/copy/take-over.ts',
    find: 'if (!isWiped) await topUp(',
    replace: 'if (isWiped && !isWiped) await topUp(',
    mix: 'wipes',
    seeds: 100,
  },
  /** Section 5: who finds the disk full while it takes over gives up. */
  fullTakeOver: {
    file: 'src/engine/seat.ts',
    find: "reason instanceof StorageFullError) return 'full';",
    replace: 'reason === null) return null;',
    mix: 'fulls',
    seeds: 50,
  },
  /** Section 5: whose database fails without a word about the disk gives up. */
  failingDatabase: {
    file: 'src/engine/seat.ts',
    find: 'reason instanceof StorageError && this.#mayTryAgain()',
    replace: 'false',
    mix: 'fulls',
    seeds: 50,
  },
  /** Section 4: who slept between its two claims clears a store that another has restored. */
  claimedTwice: {
    file: 'src/storage/copy/take-over.ts',
    find: 'if (raised.storeId !== claim.storeId)',
    replace: "if (raised.storeId === '')",
    mix: 'restores',
    from: 688,
    seeds: 1,
  },
  /** Section 4: a reserve that a sleeping tab holds is waited for. */
  heldReserve: {
    file: 'src/storage/copy/slots.ts',
    find: 'if (this.#ballast === null) return;\n    this.#isBallastFull = false;',
    replace: 'this.#isBallastFull = false;\n    if (this.#ballast === null) return;',
    mix: 'fulls',
    from: 774,
    seeds: 1,
  },
  /** Section 2: frames are written at a barrier, and not flushed. */
  copyFlush: {
    file: 'src/storage/copy/slots.ts',
    find: 'this.#slot.flush();',
    replace: '',
    mix: 'wipes',
    seeds: 100,
  },
  /** Section 4: whoever copies a frame puts it under an epoch of its own. */
  frameEpoch: {
    file: 'src/storage/copy/writer.ts',
    find: 'const position = { epoch: first.epoch, commit: first.commit };',
    replace: 'const position = { epoch: first.epoch + 1, commit: first.commit };',
    mix: 'wipes',
    seeds: 100,
  },
  /** Section 4: a restore goes on though another has begun its own. */
  restoreFenced: {
    file: 'src/storage/copy/take-over.ts',
    find: 'const { tables, claim, survey, storeId, aside, used, slots, untold } = around;',
    replace: `
      const { claim, survey, storeId, aside, used, slots, untold } = around;
      const tables = {
        ...around.tables,
        apply: (_fence: unknown, change: Parameters<CopyTables['apply']>[1]) =>
          around.tables.apply(null, change),
      };`,
    mix: 'restores',
    seeds: 300,
  },
  /** Section 4: a store is one before everything is back in it. */
  storeIdLast: {
    file: 'src/storage/copy/take-over.ts',
    find: 'await tables.apply(claim, { clear: true });',
    replace: 'await tables.apply(claim, { clear: true, storeId, copied: survey.last });',
    mix: 'restores',
    seeds: 150,
  },
  /** Section 1: a tab writes into a database that is no store yet. */
  refuseNoStore: {
    file: 'src/storage/fence.ts',
    find: "if (needsStore && meta === undefined) return new StoreGoneError('The store is gone');",
    replace: '',
    mix: 'restores',
    seeds: 150,
  },
  /** Section 1: the event that names the bytes of an output does not wait for their flush. */
  filesFlushed: {
    file: 'src/storage/artifact-files.ts',
    find: 'handle.flush();',
    replace: '',
    mix: 'outputs',
    seeds: 100,
  },
  /** Section 4: what was deleted is known to the database only. */
  deletions: {
    file: 'src/storage/copy/survey.ts',
    find: 'if (known === undefined || comparePositions(through, known) > 0) removed.set(id, through);',
    replace: '',
    mix: 'deletions',
    seeds: 50,
  },
  ...spoiledAblations,
};
