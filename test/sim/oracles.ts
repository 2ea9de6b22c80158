import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import type { Execution, TaskRecord } from '#core/execution/execution.ts';
import { packExecution, type PackedExecution } from '#core/execution/pack.ts';
import { toPlan, type Plan } from '#core/execution/plan.ts';
import { isSettled } from '#core/execution/status.ts';
import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { ContentHash, ExecutionId } from '#core/shared/ids.ts';
import { setOwn, type JsonValue } from '#core/shared/json.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { EffectEntry } from './host.ts';
import { outputOf } from './host.ts';

export interface Violation {
  readonly guarantee: string;
  readonly message: string;
}

export interface History {
  readonly id: ExecutionId;
  /** The version it must have run: the one that was ordered. */
  readonly workflow: Workflow;
  readonly events: readonly ExecutionEvent[];
  readonly packed: PackedExecution | undefined;
  readonly effects: readonly EffectEntry[];
  /** Events that were published or answered, by number. */
  readonly shown: ReadonlyMap<number, string>;
  readonly concurrency: number;
  /** Set aside for a hole in the safe copy: it has a whole beginning, and stays as it is. */
  readonly isDamaged: boolean;
  /** Whether the bytes of a large output are on the disk. */
  readonly hasBytes: (hash: ContentHash) => boolean;
}

type Report = (guarantee: string, message: string) => void;

/** Every oracle over one surviving history; the ids are those of requirements.md. */
export function checkHistory(history: History): readonly Violation[] {
  const violations: Violation[] = [];
  const report: Report = (guarantee, message) => {
    violations.push({ guarantee, message: `${history.id}: ${message}` });
  };
  const plan = toPlan(history.workflow);
  checkNumbers(history, report);
  const execution = walk(history, plan, report);
  checkPacked(history, plan, report);
  if (!history.isDamaged) checkEnd(execution, report);
  checkAttempts(execution, report);
  checkOutputs(execution, history.hasBytes, report);
  checkFailures(execution, report);
  if (!execution.cancelRequested) checkSkips(execution, report);
  checkShown(history, report);
  checkEffects(history, report);
  return violations;
}

function checkNumbers({ events }: History, report: Report): void {
  let at = 0;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1)
      report('seq', `event ${String(index + 1)} has number ${String(event.seq)}`);
    if (event.at < at) report('at', `time falls at event ${String(event.seq)}`);
    ({ at } = event);
  }
}

/** Folds step by step; I1, I3, I4, I5, I7, I13, I14 hold at every single event. */
function walk({ id, events, concurrency }: History, plan: Plan, report: Report): Execution {
  const execution = emptyExecution(id, plan);
  for (const event of events) {
    const subject = 'taskId' in event ? taskOf(execution, event.taskId) : undefined;
    const before = subject?.state;
    if ('taskId' in event && subject === undefined)
      report(
        'I11',
        `event ${String(event.seq)} is about ${event.taskId}, which the ordered version lacks`,
      );
    if (execution.ended !== null) report('I14', `event ${String(event.seq)} follows the end`);
    if (subject !== undefined && isSettled(subject.state)) {
      report('I3', `${event.type} ${String(event.seq)} follows the end of its task`);
    }
    if (event.type === 'taskStarted') checkStart(execution, event, report);
    evolve(execution, event);
    if (subject !== undefined && before !== undefined) checkMove(event, before, subject, report);
    if (execution.counts.running > concurrency)
      report(
        'I13',
        `${String(execution.counts.running)} attempts live at event ${String(event.seq)}`,
      );
  }
  return execution;
}

function checkStart(
  execution: Execution,
  event: Extract<ExecutionEvent, { type: 'taskStarted' }>,
  report: Report,
): void {
  if (execution.cancelRequested) report('I14', `${event.taskId} starts after the stop`);
  const index = execution.plan.indexById.get(event.taskId) ?? -1;
  for (const dependency of execution.plan.dependencies[index] ?? []) {
    const { state } = execution.tasks[dependency] ?? { state: 'pending' };
    if (state !== 'succeeded')
      report('I1', `${event.taskId} starts while a dependency is ${state}`);
  }
  const task = execution.tasks[index];
  if (task?.state === 'running' && task.attempts.at(-1)?.endedAt === null) {
    report('I7', `${event.taskId} has two live attempts`);
  }
}

function checkMove(event: ExecutionEvent, before: string, task: TaskRecord, report: Report): void {
  if (before !== 'pending' && task.state === 'pending') {
    report('I4', `${event.type} ${String(event.seq)} leads back to pending`);
  }
  const needsCause = ['skipped', 'failed', 'cancelled', 'waiting', 'reused'].includes(task.state);
  if (needsCause && task.cause === null)
    report('I5', `${event.type} ${String(event.seq)} gives no cause`);
}

function checkPacked({ id, events, packed }: History, plan: Plan, report: Report): void {
  if (packed === undefined) return;
  const execution = emptyExecution(id, plan);
  for (const event of events) if (event.seq <= packed.seq) evolve(execution, event);
  if (JSON.stringify(packExecution(execution)) !== JSON.stringify(packed)) {
    report('I10', `the packed state at ${String(packed.seq)} is not the fold of its journal`);
  }
}

const patientCauses: readonly string[] = [
  'agent',
  'resource',
  'needsFile',
  'outcomeUnknown',
  'quarantined',
];

function checkEnd(execution: Execution, report: Report): void {
  const { counts, ended } = execution;
  const open = counts.pending + counts.running + counts.waiting;
  if (ended !== null) {
    if (open > 0) report('I2', `ended with ${String(open)} tasks open`);
    const expected = execution.cancelRequested
      ? 'cancelled'
      : counts.failed > 0
        ? 'failed'
        : 'completed';
    if (ended !== expected) report('ENG-12', `ended ${ended}, but its tasks say ${expected}`);
    return;
  }
  const waiting = execution.tasks.filter((task) => task.state === 'waiting');
  const stuck = waiting.filter((task) => !patientCauses.includes(task.cause?.code ?? ''));
  if (waiting.length === 0 || counts.running > 0 || stuck.length > 0) {
    report(
      'I2',
      `stands still: ${JSON.stringify(counts)} ${stuck.map((task) => task.cause?.code).join()}`,
    );
  }
}

function checkAttempts(execution: Execution, report: Report): void {
  for (const [index, { attempts }] of execution.tasks.entries()) {
    const task = execution.plan.tasks[index];
    if (attempts.some((attempt, position) => attempt.number !== position + 1)) {
      report('I6', `${String(task?.id)}: attempts do not count 1, 2, …`);
    }
    const failures = attempts.filter((attempt) => attempt.failure !== null).length;
    if (failures > (task?.retryPolicy.maxRetries ?? 0) + 1)
      report('I6', `${String(task?.id)} failed too often`);
  }
}

/** I11: what an uninterrupted run of the ordered version would have given. */
function checkOutputs(execution: Execution, hasBytes: History['hasBytes'], report: Report): void {
  const expected = new Map<number, JsonValue>();
  const order = [...execution.tasks.entries()].toSorted(
    ([, a], [, b]) => a.settledSeq - b.settledSeq,
  );
  for (const [index, record] of order) {
    const task = execution.plan.tasks[index];
    if (record.state !== 'succeeded' || task === undefined) continue;
    const inputs: Record<string, JsonValue> = {};
    for (const dependency of execution.plan.dependencies[index] ?? []) {
      setOwn(inputs, execution.plan.tasks[dependency]?.id ?? '', expected.get(dependency) ?? null);
    }
    const value = outputOf(task, inputs);
    expected.set(index, value);
    if (record.output?.hash !== sha256(canonicalJson(value)))
      report('I11', `${task.id} gave another output`);
    const { output } = record;
    if (output !== null && 'bytes' in output && !hasBytes(output.hash)) {
      report('I11', `the bytes of ${task.id} are not on the disk`);
    }
  }
}

/** I11: nothing fails but what was drawn to fail. */
function checkFailures(execution: Execution, report: Report): void {
  for (const [index, { cause }] of execution.tasks.entries()) {
    if (cause === null || !('of' in cause)) continue;
    if (cause.code !== 'taskError' && cause.code !== 'timeout') {
      report('I11', `${String(execution.plan.tasks[index]?.id)} failed: ${cause.code}`);
    }
  }
}

/** I12: what failed skips exactly what depends on it. */
function checkSkips(execution: Execution, report: Report): void {
  const { plan, tasks } = execution;
  const doomed = new Set<number>();
  const stack = tasks.flatMap((task, index) => (task.state === 'failed' ? [index] : []));
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    for (const dependant of plan.dependants[index] ?? []) {
      if (doomed.has(dependant)) continue;
      doomed.add(dependant);
      stack.push(dependant);
    }
  }
  for (const [index, task] of tasks.entries()) {
    const isSkipped = task.state === 'skipped';
    if (isSkipped !== doomed.has(index))
      report('I12', `${String(plan.tasks[index]?.id)} is ${task.state}`);
  }
}

/** I8: what was shown is in the surviving history. */
export function checkShown(
  { events, shown }: Pick<History, 'events' | 'shown'>,
  report: Report,
): void {
  for (const [seq, text] of shown) {
    const event = events[seq - 1];
    if (event === undefined) report('I8', `event ${String(seq)} was shown and is gone`);
    else if (JSON.stringify(event) !== text)
      report('I8', `event ${String(seq)} was shown as another`);
  }
}

/** I9 and "every effect has its start in the history". */
function checkEffects({ events, effects, workflow }: History, report: Report): void {
  const starts = new Set(
    events.flatMap((event) =>
      event.type === 'taskStarted' ? [`${String(event.attempt)} ${event.taskId}`] : [],
    ),
  );
  const keys = new Map<string, string>();
  const calls = new Map<string, number>();
  for (const { taskId, attempt, key } of effects) {
    if (!starts.has(`${String(attempt)} ${taskId}`))
      report('I8', `${taskId}: an effect of attempt ${String(attempt)} has no start`);
    if ((keys.get(taskId) ?? key) !== key) report('I9', `${taskId} went out under two keys`);
    keys.set(taskId, key);
    calls.set(taskId, (calls.get(taskId) ?? 0) + 1);
  }
  for (const task of workflow.tasks.values()) {
    const failures = events.filter(
      (event) => event.type === 'taskRetryScheduled' && event.taskId === task.id,
    ).length;
    if (task.effect === 'once' && (calls.get(task.id) ?? 0) > failures + 1) {
      report('I9', `${task.id} is once, and was called ${String(calls.get(task.id))} times`);
    }
  }
}

function taskOf(execution: Execution, id: string): TaskRecord | undefined {
  return execution.tasks[execution.plan.indexById.get(id as never) ?? -1];
}
