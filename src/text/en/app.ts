export const app = {
  product: 'Millrace',
  home: 'Millrace, all workflows',
  navigation: 'Main',
  workflows: 'Workflows',
  runs: 'Runs',
  settings: 'Settings',
  offline: 'Offline',
  offlineMore: 'everything here still works',
  notifications: 'Notifications',
  dropHere: 'Drop a workflow file to import it',
  close: 'Close',
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
};
