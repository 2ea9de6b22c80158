import type { Store } from '#ports/store.ts';
import { openStore } from '#storage/store.ts';
import { describeStore } from './store-contract.ts';

let count = 0;
describeStore('IndexedDB', () => {
  count += 1;
  const name = `contract-${String(count)}-${String(Math.random())}`;
  const opened: Store[] = [];
  return Promise.resolve({
    open: async () => {
      const tab = `tab-${String(opened.length)}`;
      const store = await openStore({ name, tab, goodbye: null });
      opened.push(store);
      return store;
    },
    dispose: () => {
      for (const store of opened) store.close();
      return Promise.resolve();
    },
  });
});
