export const settings = {
  heading: 'Settings',
  storage: {
    heading: 'Storage',
    what: 'the storage of this browser',
    used: 'Used',
    usedOf: (used: string, quota: string) => `${used} of ${quota}`,
    usedOnly: (used: string) => `${used}. This browser does not say how much it allows.`,
    usedUnknown: 'This browser does not say.',
    kept: 'Kept',
    persistent: 'The browser has promised not to clear it.',
    notPersistent:
      'The browser has not promised to keep what is stored here: when the disk runs short, it may clear everything.',
    persistUnknown: 'This browser does not say whether it may clear it.',
    ask: 'Ask the browser to keep it',
    granted: 'It said yes.',
    refused:
      'It said no, by itself. Browsers say yes more often to a page that is installed, bookmarked or used often. Until then a backup file keeps everything safe.',
    askFailed: 'It cannot be asked here: this page must be opened over https.',
    safeCopy: 'Safe copy',
    copyOk: (bytes: string) =>
      `Good. A second copy of everything that was shown lies beside the database, ${bytes}. If the browser drops its database, everything comes back from it.`,
    copiedAt: (when: string) => `Written ${when}.`,
    copyNone:
      'There is none: this browser has no private file system here. Everything works, but only a backup file survives if the browser drops its database.',
    copyFull:
      'It is full: the disk has no room for it. What was saved is safe. Runs pause until there is room; free some space on this disk.',
    copyUnreadable: (reason: string) =>
      `It cannot be read (${reason}). The database itself is not touched. Back up everything now.`,
    backup: 'Last backup',
    backupAge: (age: string, when: string) => `${age}, ${when}`,
    noBackup: 'There is none yet.',
    retention: 'Retention',
    retentionBody:
      'Workflows stay until you delete them. Ended runs go by themselves when there are too many or when they are too old, if you say so here.',
    keepRuns: 'Runs kept of each workflow',
    keepDays: 'Days that a run is kept',
    keepAll: 'all',
    retentionSaved: 'Kept as you said.',
    retentionWrong: 'A whole number from 1, or nothing to keep all.',
  },
  backup: {
    backUp: 'Back up everything',
    restore: 'Restore',
    hint: 'One file with all workflows, runs with their outputs, and settings; log lines are not in it. Keep it on another disk.',
    restoreHint: 'Restore adds what is not here. What is here stays.',
    backingUp: 'Reading everything into one file. This takes longer the more there is.',
    backedUp: (file: string, bytes: string) =>
      `${file}, ${bytes}, was given to the browser's downloads.`,
    backUpFailed: (reason: string) =>
      `No backup was made: ${reason}. Nothing was changed. Try again, or reload the page first.`,
    restoring: (file: string) => `Reading ${file} and adding what is not here.`,
    restored: (parts: string) => `Restored: ${parts}.`,
    nothingNew: 'Everything in this file was here already. Nothing was changed.',
    workflows: (count: number, shown: string) =>
      count === 1 ? '1 workflow' : `${shown} workflows`,
    versions: (count: number, shown: string) => (count === 1 ? '1 version' : `${shown} versions`),
    executions: (count: number, shown: string) => (count === 1 ? '1 run' : `${shown} runs`),
    known: (count: number, shown: string) =>
      count === 1 ? '1 was here already' : `${shown} were here already`,
    refusals: {
      cutShort: 'it is cut short',
      damaged: 'it is damaged',
      newerBuild: 'it is of a newer build',
      otherKind: 'it is of another kind, or of a newer build',
    },
    notABackup: (file: string, reason: string) =>
      `${file} was not restored: it is no whole backup file of Millrace (${reason}). Nothing was changed.`,
    notOwner: 'Nothing was restored: another tab does the work. Restore it there.',
    diskFull:
      'Nothing was restored: the disk or the space of this browser is full. Free some, then restore it again.',
    restoreFailed: 'The engine did not answer. Reload the page, then restore it again.',
    separator: ', ',
  },
  appearance: {
    heading: 'Appearance',
    theme: 'Theme',
    themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
    language: 'Language',
  },
  keys: {
    heading: 'Keyboard',
    letters: 'Single-letter keys',
    on: 'On',
    off: 'Off',
    bodyOn:
      'Letters, digits and signs alone act while the canvas or a list has the focus: N makes a workflow; on the canvas 1 to 9 add a task, C connects, D duplicates, Z looks closer, O opens the outline.',
    bodyOff:
      'Letters, digits and signs alone do nothing. Arrows, Enter, Delete, Escape, F2, F6 and keys with Ctrl still act, and there is a button for everything.',
  },
  work: {
    heading: 'Work',
    processors: 'Processors to use',
    processorsBody: (count: string) =>
      `Tasks that run at the same time. This device has ${count}; fewer leave more for other programs.`,
    all: (count: string) => `all ${count}`,
    reload: 'Reload to use it',
    bell: 'When a long run ends',
    bellOn: 'You are told by a notification while you look elsewhere.',
    bellOff: 'Nothing is said outside this page.',
    bellWant: 'Tell me',
    bellStop: 'Do not tell me',
    bellDenied: 'The browser was told not to show notifications for this page.',
  },
  about: {
    heading: 'About',
    version: 'Version',
    licence: 'Licence',
    licenceBody: 'Apache-2.0',
    others: 'Licences of what is shipped with it',
    othersFailed: 'They could not be read. They stand in licences.txt beside this page.',
    unknownVersion: 'unknown',
  },
  department: {
    heading: 'For your IT department',
    parts: [
      {
        term: 'What is stored, and where',
        body: 'Workflows, runs, outputs and logs lie in this browser profile on this device: in IndexedDB, and as a second copy in the private file system of this site. Files a person chooses are copied in. Theme and language are there too and, like what else you chose for this screen, in localStorage.',
      },
      {
        term: 'What can leave',
        body: 'Nothing. There is no server behind this page, no account, no telemetry, and no font or script from elsewhere. Code of a workflow runs in a sealed room without a network. A policy in the page makes the browser refuse every other connection.',
      },
      {
        term: 'How to host it',
        body: 'Copy the built folder to any static web server, in any path, over https. Nothing runs on the server and no header is needed; where headers can be set, send the policy below as Content-Security-Policy. The file hashes.txt in the folder has the SHA-256 of every file. After the first visit it starts without a network.',
      },
      {
        term: 'How to remove it',
        body: 'Clear the site data of this address in the browser. That deletes everything named above, except backup files.',
      },
    ],
    policy: 'Content-Security-Policy',
  },
};
