import type { LogLevel } from '#core/execution/log.ts';

const levels: Readonly<Record<LogLevel, string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
};

export const run = {
  what: 'the run',
  crumb: 'Where you are',
  stop: 'Stop',
  again: 'Run again',
  againWith: 'Run again with other params',
  againGone: 'Its workflow is no longer here. Import it again to run it.',
  plug: {
    heading: 'The plug is pulled',
    armed: 'As soon as this run has got somewhere, its engine is ended as by a crash.',
    pulled: (clock: string, events: string) =>
      `The engine was ended at ${clock}, when ${events} events had been shown.`,
    back: (duration: string) => `Another one was at work ${duration} later.`,
    lost: (lost: string, events: string) =>
      `Lost: ${lost} of ${events} events. The run goes on by itself.`,
    ended: 'It was faster than the plug: the run had ended. Try it again.',
  },
  bell: {
    ask: 'This may take a while.',
    want: 'Tell me when it ends',
    wanted: 'You will be told when it ends.',
    refused: 'The browser was told not to show notifications for this page.',
  },
  stopQueued: 'Stop is queued',
  export: 'Export',
  progress: (done: string, all: string) => `${done} of ${all} tasks ended`,
  facts: {
    started: 'started',
    elapsed: 'elapsed',
    took: 'took',
    tasks: 'tasks',
    version: 'version',
  },
  graph: (done: string) => `Graph: ${done}`,
  tasks: 'Tasks',
  columns: {
    task: 'Task',
    state: 'State',
    reason: 'Reason',
    attempts: 'Attempts',
    time: 'Time',
  },
  noTasks: 'This workflow has no tasks, so there was nothing to do.',
  panel: (task: string) => `Task ${task}`,
  closePanel: 'Close the panel of this task',
  unknownTask: (task: string) => `This run has no task ${task}.`,
  inputs: 'Inputs',
  edit: 'Edit this task',
  fix: 'Fix this task',
  attempts: 'Attempts',
  attemptColumns: { number: '#', when: 'When', what: 'What happened' },
  noAttempts: 'It has not been tried.',
  attempt: {
    underWay: 'Under way.',
    succeeded: (duration: string) => `Succeeded after ${duration}.`,
    failed: (message: string, duration: string) => `Failed after ${duration}: ${message}`,
    ended: (duration: string) => `Ended after ${duration}.`,
    recovered: 'Ran again after the browser stopped.',
    interrupted: 'The browser stopped while it ran.',
  },
  failureAt: (line: number, column: number | null) =>
    column === null ? `line ${String(line)}` : `line ${String(line)}, column ${String(column)}`,
  code: 'code',
  retryable: 'It may be tried again.',
  output: 'Output',
  outputOf: (task: string) => `of ${task}`,
  noOutput: 'The output will be here when the task has succeeded.',
  noOutputEnded: 'This task has no output.',
  outputLost: 'The output could not be read. Reload the page; it is kept.',
  rows: (shown: string) => `${shown} rows`,
  /** What a task handed on. */
  flow: {
    rows: (count: number, shown: string) => (count === 1 ? '1 row' : `${shown} rows`),
    items: (count: number, shown: string) => (count === 1 ? '1 item' : `${shown} items`),
    nothing: 'no value',
  },
  oneRow: '1 row',
  showing: (shown: string, all: string) => `Showing ${shown} of ${all}`,
  showMore: (count: string) => `Show ${count} more`,
  columnsCut: (count: number) => `and ${String(count)} more columns`,
  jsonCut: 'The beginning of a longer value. Export gives all of it.',
  bytes: (count: string, mediaType: string) => `${count} bytes, ${mediaType}`,
  emptyText: 'An empty text.',
  emptyList: 'An empty list.',
  emptyObject: 'An object without fields.',
  timeline: {
    heading: 'Timeline',
    label: (count: number, shown: string) =>
      `When ${count === 1 ? '1 task' : `each of ${shown} tasks`} waited and ran. The table of the tasks says it in words.`,
    kinds: {
      queue: 'queue',
      run: 'run',
      running: 'running now',
      failed: 'failed attempt',
      wait: 'wait',
      interrupted: 'cut off by a crash',
    },
    folded: (duration: string) => `folded: ${duration}`,
    cut: (count: string) => `The first ${count} tasks that ran.`,
  },
  view: 'View',
  views: { table: 'Table', tree: 'Tree', text: 'Text', raw: 'Raw' },
  filterRows: 'Filter rows',
  tree: {
    list: (count: number, shown: string) => (count === 1 ? 'list of 1' : `list of ${shown}`),
    fields: (count: number, shown: string) => (count === 1 ? '1 field' : `${shown} fields`),
  },
  logLevel: 'Level',
  fromLevel: {
    debug: 'All levels',
    info: 'From info',
    warn: 'From warn',
    error: 'Only error',
  },
  searchLogs: 'Search the logs',
  noLogsFound: 'No line here matches.',
  logs: 'Logs',
  /** Lines of a log that are ours; those of the task's code stand as written. */
  said: {
    read: (name: string, bytes: string, format: string) =>
      `Read ${name}: ${bytes} bytes as ${format}`,
    cannotRead: (file: string) => `${file} cannot be read at the moment`,
    uncaught: (what: string) => `Not caught: ${what}`,
  },
  level: levels,
  noLogs: 'Lines that tasks log will be here.',
  logsShown: (shown: string, all: string) => `the last ${shown} of ${all} lines`,
  /** That are of this level and hold these words. */
  logsFound: (found: string, all: string) => `${found} of ${all} lines`,
  logsFoundAmong: (found: string, last: string) => `${found} of the last ${last} lines`,
  logLines: (count: number, shown: string) => (count === 1 ? '1 line' : `${shown} lines`),
  recovered: {
    label: 'Carried on',
    live: 'Welcome back. This run carried on by itself.',
    ended: 'This run carried on by itself after the browser had stopped.',
    body: (count: number, shown: string) =>
      count === 1
        ? '1 task had started and not finished when the browser or its tab was closed, so it ran again.'
        : `${shown} tasks had started and not finished when the browser or its tab was closed, so they ran again.`,
    kept: (count: number, shown: string) =>
      count === 1
        ? '1 task was done before or since and was not repeated.'
        : `${shown} tasks were done before or since and were not repeated.`,
    what: 'What ran again, and why',
    line: (clock: string, attempt: number, again: string) =>
      `started at ${clock} and was cut off. Attempt ${String(attempt)} began at ${again}.`,
    effect: {
      pure: 'It changes nothing outside, so running it again is safe.',
      repeatable: 'It kept its key, so that what it talks to can tell it is the same.',
      once: 'Somebody said that it had not happened.',
    },
    more: (count: string) => `And ${count} more.`,
  },
  question: {
    outcomeUnknown: {
      heading: 'Did this happen?',
      body: (clock: string) =>
        `We cannot know: the browser stopped in between. It had started at ${clock}.`,
      yes: 'Yes',
      no: 'No',
      means: 'Yes: it counts as done, without an output. No: it is tried again.',
    },
    quarantined: {
      heading: 'This task may be what stops the browser.',
      body: (ends: number) =>
        `The browser stopped ${String(ends)} times while it ran, so it was set aside. The other tasks go on.`,
      runAlone: 'Run it alone',
      skip: 'Skip it',
      means:
        'Run it alone: once more, with nothing beside it. Skip it: tasks that need it are skipped as well.',
    },
    taken: 'Your answer was taken.',
    queued: 'Your answer is queued. The tab that drives takes it.',
    elsewhere: 'This tab cannot answer. Answer in the tab that drives.',
    notAsked: 'Nothing was changed: this is not asked any more. It was answered before.',
    engine: 'The engine did not answer. Press again: one answer counts once.',
  },
  stopFailed:
    'The run was not stopped: the engine did not answer. Reload the page, then press Stop again.',
  exportFailed: 'Nothing was exported: the engine did not answer. Reload the page, then try again.',
  exported: (file: string) => `${file} was given to the browser's downloads.`,
};
