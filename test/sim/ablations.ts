/**
 * Rules taken away, one by one: the real source with one guard changed, so that no switch stands in
 * the product. Each must match exactly once; a world without the rule must show violations.
 */
export interface Ablation {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const ablations: Readonly<Record<string, Ablation>> = {
  /** Journal rule 1: what a task's start is held back until the next thing that happens. */
  startBeforeRun: {
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
      void this.#artifacts.put(apartHash, apart);
      this.#keep(apartHash, value, apart.length);
      if (value !== undefined) return { hash: apartHash, bytes: apart.length };
      if (text.length * 3 <= inlineBytesMax) return`,
  },
  /** Journal rule 4: every attempt goes out under a key of its own. */
  taskKey: {
    file: 'src/engine/dispatch.ts',
    find: '#0`',
    replace: '#0/${attempt}`',
  },
  /** Journal rule 6: an execution runs whatever its workflow is now. */
  pinnedVersion: {
    file: 'src/engine/plans.ts',
    find: 'const version = await workflows.getVersion(hash);',
    replace: `
      const named = await workflows.getVersion(hash);
      const head = named === null ? null : await workflows.get(named.workflowId);
      const version = head === null ? named : await workflows.getVersion(head.versionHash);`,
  },
  /** Durability section 2: an effect does not wait until its start is on disk. */
  barrier: {
    file: 'src/engine/attempts.ts',
    find: 'void this.#parts.barrier().then(',
    replace: 'void Promise.resolve().then(',
  },
  /** Journal rule 3: a former owner's transaction is not refused. */
  fencing: {
    file: 'test/sim/disk.ts',
    find: 'if (writer.epoch !== this.epoch) {',
    replace: 'if (writer.epoch < 0) {',
  },
  /** The row of an order goes at once, not with the event that answers it. */
  inboxCause: {
    file: 'src/engine/engine.ts',
    find: 'this.#commits.addDoneOrder(order.id);',
    replace: 'this.#parts.inbox.forget(order.id);',
  },
  /** What is committed counts as covered, strict or not. */
  publishAtBarrier: {
    file: 'src/engine/commit-queue.ts',
    find: 'if (strict) this.#cover(position);\n    else this.#arm();',
    replace: 'this.#cover(position); if (!strict) this.#arm();',
  },
};
