const tasks = (count: number, shown: string) => (count === 1 ? '1 task' : `${shown} tasks`);

export const library = {
  heading: 'Workflows',
  list: 'Workflows',
  what: 'the workflows',
  import: 'Import',
  importing: (name: string) => `Checking ${name}`,
  taskCount: tasks,
  neverRan: 'never ran',
  run: 'Run',
  runOf: (name: string) => `Run ${name}`,
  more: (name: string) => `More actions for ${name}`,
  export: 'Export',
  empty:
    'Workflows will be listed here. Import a file to begin, or drop one anywhere on this page.',
  dropHint: 'or drop a file anywhere',
  stand: {
    headline: 'Work that keeps going, on your own machine.',
    sentence:
      'This is a finished workflow over a table of real flights. Run it: the result takes a moment and stays in this browser.',
    slim: 'A finished workflow to try, over a table of real flights.',
    run: 'Run the example',
    open: 'Open it first',
    example: 'example',
    promises: ['No account', 'Nothing is sent away', 'Carries on after a crash'],
    picture: (names: string) => `Its tasks: ${names}`,
  },
  refused: {
    heading: (file: string) => `${file} was not imported. Nothing was saved.`,
    place: (file: string, line: number, column: number) =>
      `${file}:${String(line)}:${String(column)}`,
    more: (count: number) => (count === 1 ? '1 more problem' : `${String(count)} more problems`),
    tooLarge: (limit: string) => `It is larger than ${limit}, the most a file may have.`,
    notText: 'It is not UTF-8 text. Save it as UTF-8, then import it again.',
    unreadable: 'The browser could not read it. Check that the file is still there.',
    notOwner: 'Another tab does the work. Import it there.',
    diskFull: 'The disk or the space of this browser is full. Free some, then import it again.',
    engine: 'The engine did not answer. Reload the page, then import it again.',
  },
  known: {
    heading: (name: string) => `${name} is here already`,
    body: 'The file has the same id and other content. Earlier runs keep the version they ran with.',
    newVersion: 'New version',
    keepBoth: 'Keep both',
    close: 'Close',
  },
  warnings: (count: number) =>
    count === 1 ? 'Imported, with 1 warning' : `Imported, with ${String(count)} warnings`,
};
