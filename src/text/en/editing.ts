/** The source as an editor, and why an act on the canvas left it as it was. */
export const editing = {
  source: 'Source',
  keys: 'Tab indents. Press Escape, then Tab, to leave. Control and Space completes, F1 explains a word.',
  changeTo: (word: string) => `Change to ${word}`,
  refused: {
    unreadable: 'The source has a mistake in its form. Mend it there; then this works again.',
    emptyId: 'A task needs an id.',
    taskExists: (id: string) => `There is a task "${id}" already. Choose another id.`,
    unknownTask: (id: string) => `There is no task "${id}" any more.`,
    notConnected: (id: string, dependency: string) => `"${id}" does not depend on "${dependency}".`,
    cycle: (id: string, dependency: string) =>
      `That would be a circle: "${dependency}" already needs "${id}".`,
    shared: (path: string) =>
      `"${path}" is shared by an anchor, an alias or a merge key. Change it in the source.`,
  },
  /** Phrases of the text editor, by the words its makers use. */
  phrases: {
    Find: 'Find',
    Replace: 'Replace',
    next: 'next',
    previous: 'previous',
    all: 'all',
    'match case': 'match case',
    'by word': 'by word',
    regexp: 'regular expression',
    replace: 'replace',
    'replace all': 'replace all',
    close: 'close',
    'current match': 'current match',
    'on line': 'on line',
    'replaced match on line $': 'replaced match on line $',
    'replaced $ matches': 'replaced $ matches',
    'Go to line': 'Go to line',
    go: 'go',
    Completions: 'Completions',
    Diagnostics: 'Problems',
    'No diagnostics': 'No problems',
    'Selection deleted': 'Selection deleted',
  },
};
