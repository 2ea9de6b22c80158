import type { Execution } from '#core/execution/execution.ts';
import { packExecution, type PackedExecution } from '#core/execution/pack.ts';
import { causeOf, causeTaskName, statusOf } from '#core/execution/status.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';

const rowIntervalMs = 250;

interface Written {
  status: string;
  at: number;
  /** Position of the last packed state. */
  packedSeq: number;
}

/**
 * Which list rows and packed states are due: both are caches of the journal, so a row goes at most
 * four times a second and at every change of status, and a state when the journal behind it has
 * grown by half of what packing it costs. What has ended is never taken up again: its last event
 * needs no state.
 */
export class RowWriter {
  readonly #clock: Clock;
  readonly #written = new Map<ExecutionId, Written>();
  readonly #dirty = new Set<Execution>();

  readonly #onDue: () => void;
  #isArmed = false;

  /** @param onDue called when a row that was held back is due. */
  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  changed(execution: Execution): void {
    this.#dirty.add(execution);
  }

  take(): { readonly executions: ExecutionRow[]; readonly states: PackedExecution[] } {
    const executions: ExecutionRow[] = [];
    const states: PackedExecution[] = [];
    const now = this.#clock.monotonic();
    for (const execution of this.#dirty) {
      const row = toRow(execution);
      const written = this.#written.get(execution.id);
      const isDue = written?.status !== row.status || now - written.at >= rowIntervalMs;
      if (!isDue) continue;
      this.#dirty.delete(execution);
      executions.push(row);
      const packedSeq = written?.packedSeq ?? 0;
      const isWorthPacking = execution.seq - packedSeq > Math.max(200, execution.tasks.length / 2);
      if (execution.ended === null) {
        if (isWorthPacking) states.push(packExecution(execution));
        this.#written.set(execution.id, {
          status: row.status,
          at: now,
          packedSeq: isWorthPacking ? execution.seq : packedSeq,
        });
      } else {
        this.#written.delete(execution.id);
      }
    }
    if (this.#dirty.size > 0) this.#arm();
    return { executions, states };
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#clock.after(rowIntervalMs, () => {
      this.#isArmed = false;
      if (this.#dirty.size > 0) this.#onDue();
    });
  }
}

function toRow(execution: Execution): ExecutionRow {
  const { id, workflowId, workflowName, versionHash, key, createdAt, startedAt, endedAt } =
    execution;
  const name = causeTaskName(execution);
  return {
    id,
    workflowId,
    workflowName,
    versionHash,
    key,
    status: statusOf(execution),
    cause: causeOf(execution),
    ...(name === undefined ? {} : { causeTaskName: name }),
    createdAt,
    startedAt,
    endedAt,
    counts: { ...execution.counts },
  };
}
