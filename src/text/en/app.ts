export const app = {
  product: 'Millrace',
  /** Between two sentences. */
  gap: ' ',
  home: 'Millrace, all workflows',
  navigation: 'Main',
  workflows: 'Workflows',
  runs: 'Runs',
  settings: 'Settings',
  offline: 'Offline',
  offlineMore: 'everything here still works',
  offlineReady: 'Ready to work offline',
  update: 'Update',
  updateMore: 'A newer Millrace is here. It starts when you press; runs carry on in it.',
  /** While a task that must not be cut off is under way. */
  updateRests: 'A task comes to its end first; 10 s at most.',
  notifications: 'Notifications',
  dropHere: 'Drop a workflow file to import it',
  close: 'Close',
  undo: 'Undo',
  viewer: 'Another tab drives. This one shows the same and may order.',
  closeMessage: 'Close this message',
  title: (page: string) => `${page} · Millrace`,
  loading: (what: string) => `Reading ${what}`,
  notFound: {
    heading: 'There is nothing at this address',
    body: 'The address may be mistyped, or come from another version of Millrace.',
    home: 'Go to all workflows',
  },
  unknownRun: {
    heading: 'No run has this address',
    body: 'It may belong to another browser or profile. If it arrives here, it appears by itself.',
    home: 'Go to all runs',
  },
  queuedRun: {
    heading: 'This run is queued',
    body: 'The tab that drives takes it as soon as it can. Then it appears here by itself.',
    home: 'Go to all runs',
  },
  noConflicts: {
    heading: 'Nothing is in conflict',
    body: 'Workflows and runs are on this device alone. Nothing is synced, so there are no two copies that could differ.',
    home: 'Go to all workflows',
  },
  unknownWorkflow: {
    heading: 'No workflow has this address',
    body: 'It may belong to another browser or profile. If it arrives here, it appears by itself.',
    home: 'Go to all workflows',
  },
  lost: {
    heading: 'The engine of this page has stopped',
    body: 'What was saved is safe. Reload the page: runs that were under way carry on.',
    reload: 'Reload',
  },
  failedCall: {
    heading: 'This did not work',
    body: 'Nothing was changed. Reload the page, then try again.',
  },
  notOwner: {
    otherTab: {
      heading: 'Millrace is open in another tab.',
      body: 'That tab does the work. This one only shows it, and starts nothing until the other is closed and this one is reloaded.',
    },
    newerBuild: {
      heading: 'A newer Millrace is at work in this browser.',
      body: 'This tab is older and only shows what happens. Reload it to get the newer one.',
    },
    noLocks: {
      heading: 'This browser cannot keep two tabs apart.',
      body: 'To be safe, nothing is started here. Use a current browser, and open the page over https.',
    },
    storeGone: {
      heading: 'The store of this browser cannot be opened.',
      body: 'Nothing can be saved here, so nothing is started. Check that the disk is not full and that site data is allowed, then reload.',
    },
    copyUnreadable: {
      heading: 'The safe copy of this browser cannot be read.',
      body: 'The database is empty, and its copy may hold what belongs there. So nothing is started or overwritten. Close other programs that use the disk, then reload.',
    },
  },
  /** Until it is dismissed: what happened, what is safe, what to do. */
  stored: {
    label: 'About what is stored',
    andMore: (count: number) => `${String(count)} more`,
    healed: {
      heading: 'The browser had dropped its database. What was saved is back.',
      safe: (back: string) =>
        back === ''
          ? 'Everything came back from the safe copy, except log lines and orders that were still waiting.'
          : `From the safe copy came back: ${back}. Log lines and orders that were still waiting did not.`,
      todo: 'Runs that were under way carry on. Make a backup file and ask the browser to keep its storage:',
    },
    damaged: {
      heading: 'Part of what is stored cannot be read.',
      safe: (names: string) =>
        names === ''
          ? 'The runs it belongs to are set aside. Everything else is whole.'
          : `These runs are set aside: ${names}. Everything else is whole.`,
      runs: (names: string) => `These runs are set aside: ${names}.`,
      outdated: (names: string) =>
        `These workflows are missing, or as they were before their last change: ${names}.`,
      undeleted: (names: string) => `These runs are back although they were deleted: ${names}.`,
      rest: 'Something that can no longer be named may be missing too. Everything else is whole.',
      between: ' ',
      todo: 'If a backup file holds them, restore it:',
    },
    noSafeCopy: {
      heading: 'There is no safe copy in this browser.',
      safe: 'Everything works, and what is shown as saved is on disk.',
      todo: 'If the browser drops its database, only a backup file brings it back. Make one:',
    },
    windowForgets: {
      heading: 'This window forgets.',
      safe: 'It is a private window: everything works until it is closed, then the browser deletes it.',
      todo: 'Use an ordinary window for what has to stay, or take a backup file with you:',
    },
    diskFull: {
      heading: 'The disk, or the space of this browser, is full.',
      safe: 'Runs pause. Nothing is half written, and what was saved is safe.',
      todo: 'Free some space. Then they go on by themselves.',
    },
    storeGone: {
      heading: 'What was stored here was cleared while this tab was open.',
      safe: 'This tab has stopped, so that it cannot write over anything.',
      todo: 'Reload the page. Then restore your last backup file in the settings.',
    },
  },
};
