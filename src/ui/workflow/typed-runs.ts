import type { WorkflowId } from '#core/shared/ids.ts';
import { TypedRun, type Parts } from './typed-run.svelte.ts';

/** What is typed for runs that were not ordered yet, by workflow: every place that asks shows the same. */
export class TypedRuns {
  readonly #parts: Parts;
  readonly #runs = new Map<WorkflowId, TypedRun>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  of(id: WorkflowId): TypedRun {
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const run = new TypedRun(id, this.#parts);
    this.#runs.set(id, run);
    return run;
  }

  /** With what storage holds, as far as the engine answers. */
  async read(id: WorkflowId): Promise<TypedRun> {
    const run = this.of(id);
    await run.read();
    return run;
  }

  /** @returns the end; what is not kept yet is kept now. */
  follow(): () => void {
    const endTabs = this.#parts.tabs.follow((id) => void this.#runs.get(id)?.read());
    const flush = () => {
      for (const run of this.#runs.values()) void run.flush();
    };
    const flushHidden = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', flushHidden);
    return () => {
      document.removeEventListener('visibilitychange', flushHidden);
      endTabs();
      flush();
    };
  }
}
