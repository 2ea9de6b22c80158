import type { ExecutionStatus, TaskState } from '#core/execution/events.ts';

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const taskWords: Readonly<Record<TaskState, string>> = {
  pending: 'Pending',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  reused: 'Reused',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
};

const statusWords: Readonly<Record<ExecutionStatus, string>> = {
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const upstream: Readonly<Record<TaskState, string>> = {
  pending: 'has not run',
  running: 'is running',
  waiting: 'is waiting',
  succeeded: 'succeeded',
  reused: 'was reused',
  failed: 'failed',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

export const states = {
  task: taskWords,
  status: statusWords,
  /** The second half of a status pill: one more fact. */
  fact: {
    startsSoon: 'starts now',
    since: (clock: string) => `since ${clock}`,
    stopping: 'stopping',
    took: (duration: string) => `in ${duration}`,
    nothingToDo: 'nothing to do',
    failedTask: (task: string) => `at ${task}`,
    failed: 'a task failed',
    byYou: 'by you',
    waits: (task: string, what: string) => `${task}: ${what}`,
    waitsFor: {
      backoff: 'will try again',
      timer: 'for its time',
      resource: 'for what it needs',
      agent: 'for the agent',
      needsFile: 'for a file',
      outcomeUnknown: 'did it happen?',
      quarantined: 'set aside',
    },
  },
  /** Why a task is in its state; the sentence of the column Reason. */
  reason: {
    needs: (names: readonly string[], more: number) =>
      more === 0
        ? `Needs ${list(names)}.`
        : `Needs ${names.join(', ')} and ${String(more)} more tasks.`,
    ready: 'Ready. It waits for a free place.',
    notStarted: 'The run ended before it started.',
    running: (clock: string) => `Since ${clock}.`,
    attempt: (clock: string, number: number) => `Attempt ${String(number)}, since ${clock}.`,
    runsAgain: (clock: string) => `Runs again after the browser stopped, since ${clock}.`,
    ranAgain: 'Ran again after the browser stopped.',
    attempts: (count: number) => `Succeeded at attempt ${String(count)}.`,
    reused: 'Same inputs and same code as before, so its output was taken from there.',
    backoff: (left: string, attempt: number, of: number | null) =>
      of === null
        ? `Waits ${left}, then attempt ${String(attempt)}.`
        : `Waits ${left}, then attempt ${String(attempt)} of ${String(of)}.`,
    timer: (left: string, clock: string) => `Waits ${left}, until ${clock}.`,
    due: 'Its time has come. It waits for a free place.',
    missing: (type: string, what: string) =>
      `Tasks of type ${type} need ${what}, which is not here yet.`,
    needsFile: (file: string) => `Needs ${file}, which cannot be read at the moment.`,
    needsFileFor: (param: string) => `Needs a file for ${param}: none was given.`,
    outcomeUnknown: (clock: string) =>
      `Did this happen? We cannot know: the browser stopped after ${clock}, in between.`,
    quarantined: (ends: number) =>
      `Set aside: the browser stopped ${String(ends)} times while it ran.`,
    upstreamFailed: (task: string, state: TaskState, rule: string) =>
      `${task} ${upstream[state]}, and this task needs ${rule}.`,
    rule: (task: string, state: TaskState, rule: string) =>
      `${task} ${upstream[state]}, and the trigger rule is ${rule}.`,
    condition: 'Its condition was not true.',
    skippedByYou: 'You skipped it.',
    stoppedByYou: 'You stopped the run.',
    stoppedByParent: 'The run above it was stopped.',
  },
};
