/** What the engine says of a failure of its own; a task's own words stand as they were written. */
export const failures = {
  timeout: (seconds: string) => `The attempt did not end within its limit of ${seconds} s.`,
  totalTimeout: (seconds: string) => `The task did not end within its total limit of ${seconds} s.`,
  referenceMissing: (expression: string) =>
    `There is no value for \${{ ${expression} }}. Check the name, or use has() to ask first.`,
  referenceFailed: (expression: string, detail: string) =>
    `\${{ ${expression} }} could not be calculated: ${detail}.`,
  inputTooLarge: (limit: string) =>
    `The task would be given more than ${limit}. Pass less, or a file.`,
  outputTooLarge: (limit: string) =>
    `The output takes more than ${limit} as JSON. Return less, or a file.`,
  outputNotJson: (where: string, found: string, instead: string) =>
    `${where} is ${found}, which is not plain JSON data. ${instead}`,
  isolateLost: 'The isolate died while the task ran; it may have used more memory than there is.',
  handlerMissing: (type: string) => `Nothing here runs tasks of type "${type}".`,
  noTask: 'This version has no such JavaScript task.',
  notLoaded: (detail: string) => `The code could not be made ready: ${detail}`,
  artifactMissing: (detail: string) => `What it would read is not here any more: ${detail}`,
  noFunction:
    'The task exports no function. Write: export default ({ inputs }) => { … return value; }',
  noError: (thrown: string) => `The task threw ${thrown}, not an Error.`,
  syntax: (detail: string) => detail,
  imports:
    'Imports are not available in a task: it runs sealed and offline. Put what it needs into its code.',
  noCode: 'The task has no code.',
  tooLong: 'The code is longer than 4 MiB.',
  asked: (attempt: string, of: string) => `Attempt ${attempt} fails as asked; ${of} of them do.`,
  seconds: (given: string) => `"seconds" must be a number from 0, but is ${given}.`,
  noFile: '"example" or "param" must name the file.',
  bytesInPlace: 'Bytes are for a file that was copied in; read this one as csv, json or text.',
  notText: (name: string, encoding: string) =>
    `${name} is not ${encoding} text. Name its encoding in the task's field "encoding".`,
  notJson: (name: string, detail: string) => `${name} is not JSON: ${detail}`,
  csv: (name: string, { row, detail }: { row: string | null; problem: string; detail: string }) =>
    `${name} is not readable as CSV${row === null ? '' : `, row ${row}`}: ${detail}.`,
  uneven: (
    name: string,
    { row, fields, columns }: { row: string; fields: string; columns: string },
  ) =>
    `${name} has a row that does not fit, row ${row}: ${fields} fields, but the first row names ${columns} columns.`,
  exampleMissing: (name: string) => `No data set "${name}" is shipped with Millrace.`,
  /** One more sentence on the codes that a person meets often. */
  codes: {
    taskError: 'The code of the task threw this error.',
    timeout: 'It took longer than its limit and was ended.',
    outputNotJson: 'It returned something that is not plain data.',
    outputTooLarge: 'Its output is larger than allowed.',
    inputTooLarge: 'Its inputs together are larger than allowed.',
    referenceMissing: 'A reference in it found no value.',
    isolateLost: 'The sealed room it ran in was lost.',
    handlerMissing: 'This release cannot run tasks of its type.',
    notGranted: 'It asked for something it has no permission for.',
  } as Readonly<Record<string, string>>,
};
