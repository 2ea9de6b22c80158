import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('memory', () => {
  const disk = new MemoryDisk();
  return Promise.resolve({
    open: () => Promise.resolve(openMemoryStore(disk)),
    dispose: () => Promise.resolve(),
  });
});
