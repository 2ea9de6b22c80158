import type { JsonValue } from '#core/shared/json.ts';

export const workflow = {
  what: 'the workflow',
  run: 'Run',
  export: 'Export',
  tasks: 'Tasks',
  task: 'Task',
  type: 'Type',
  needs: 'Depends on',
  none: 'nothing',
  source: 'Source',
  sourceLines: (shown: string) => `${shown} ${shown === '1' ? 'line' : 'lines'}`,
  sourceCut: (shown: string, all: string) =>
    `The first ${shown} of ${all} lines. Export gives the whole file.`,
  runs: 'Runs',
  noRuns: 'Runs of this workflow will be listed here.',
  version: 'version',
  tasksCut: (shown: string, all: string) => `Showing ${shown} of ${all}`,
  showMore: (count: string) => `Show ${count} more`,
  picture: (names: string) => `Graph of its tasks: ${names}`,
};

export const params = {
  heading: (name: string) => `Run ${name}`,
  run: 'Run',
  close: 'Close',
  chooseFile: 'Choose a file',
  choose: 'Choose',
  yes: 'yes',
  no: 'no',
  optional: 'optional',
  /** Of one param, one beside the other: type, range, whether it may be left out. */
  about: (words: readonly string[]) => words.join(', '),
  kept: (name: string) => `${name}, as in that run. Choose another to change it.`,
  starting: 'Starting',
  queued: 'Queued for the tab that drives',
  types: {
    string: 'text',
    number: 'number',
    integer: 'whole number',
    boolean: 'yes or no',
    json: 'JSON',
    file: 'file',
  },
  range: (minimum: number | undefined, maximum: number | undefined) => {
    if (minimum !== undefined && maximum !== undefined) {
      return `${String(minimum)} to ${String(maximum)}`;
    }
    if (minimum !== undefined) return `at least ${String(minimum)}`;
    return maximum === undefined ? '' : `at most ${String(maximum)}`;
  },
  problems: {
    missing: 'Give a value.',
    unknown: 'This workflow has no such param.',
    wrongType: (type: string) => `This is not a ${type}.`,
    belowMinimum: (minimum: string) => `At least ${minimum}.`,
    aboveMaximum: (maximum: string) => `At most ${maximum}.`,
    notInEnum: (values: readonly JsonValue[]) =>
      values.length === 0
        ? 'This is not one of the allowed values.'
        : `One of ${values.map((value) => JSON.stringify(value)).join(', ')}.`,
    tooLarge: 'This is too large. A file may have 64 MiB, another value 16 MiB.',
    notJson: 'This is not JSON.',
    file: 'The file could not be copied in. Choose it again.',
  },
  notStarted: {
    notOwner: 'Not started: another tab does the work. Start it there.',
    diskFull: 'Not started: the disk or the space of this browser is full. Free some, then run it.',
    unknownWorkflow: 'Not started: this workflow is no longer here.',
    engine: 'The engine did not answer. Press Run again: one order starts one run, never two.',
  },
};
