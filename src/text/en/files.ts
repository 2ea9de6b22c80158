export const files = {
  inPlace: 'Read in place',
  how: {
    copied: (size: string) => `It is copied in, ${size}.`,
    inPlace: () => 'It is read where it lies, and never copied.',
    held: () =>
      'It is too large to be copied in. It is read where it lies, and asked for again after a restart.',
  },
  notRead: 'The browser could not read it. Choose it again.',
  give: {
    heading: (name: string) => `${name} is needed`,
    word: 'The browser asks for your word again before it reads this file.',
    gone: 'This file was not kept over the restart. Show where it is; nothing of it is copied.',
    never: 'No file was given for this param. Stop this run, and run it again with one.',
    allow: (name: string) => `Allow reading ${name}`,
    choose: 'Choose the file',
    refused: 'The browser was told no. The task waits on.',
  },
  data: {
    heading: (name: string) => name,
    reading: 'the file',
    table: (rows: string, columns: string) => `${rows} rows, ${columns} columns`,
    firstOf: (shown: string) => `the first ${shown} rows`,
    beginning: (rows: string, columns: string) =>
      `${rows} rows in its beginning, ${columns} columns`,
    value: 'JSON that is no table. A task gets it as it is.',
    local: 'Nothing is sent anywhere.',
    encoding: 'Encoding',
    separator: 'Separator',
    separators: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as Readonly<
      Record<string, string>
    >,
    typeOf: (column: string) => `Type of ${column}`,
    types: { text: 'text', number: 'number' },
    make: 'Make a workflow',
    close: 'Close',
    notText: (name: string, encoding: string) => `${name} is not ${encoding} text.`,
    notJson: (name: string) => `${name} is not JSON.`,
    sayOtherwise: 'Choose another encoding or separator, or drop another file.',
    tooLarge: (limit: string) =>
      `A task may hand on ${limit}. Of this file the first rows are read; in the workflow you may say how many.`,
    readTask: 'Read the file',
    param: 'The file to read',
  },
};
