import { describe, expect, test } from 'vitest';
import { toExecutionId, type ExecutionId } from '#core/shared/ids.ts';
import { takeUpLive } from '#engine/recovery.ts';
import { FencedError } from '#ports/journal.ts';
import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';

const gone = toExecutionId('gone');

/** It was live when the list was read, and another owner has let it be deleted since. */
async function takeUpWhatIsGone(confirm: () => Promise<void>): Promise<readonly ExecutionId[]> {
  const { executions } = openMemoryStore(new MemoryDisk());
  const setAside: ExecutionId[] = [];
  await takeUpLive({
    executions: { ...executions, listLive: () => Promise.resolve([gone]) },
    loadPlan: () => Promise.resolve(null),
    isHere: () => false,
    goOn: () => undefined,
    drop: () => undefined,
    confirm,
    barrier: () => Promise.resolve(),
    setAside: (id) => {
      setAside.push(id);
    },
  }).catch((reason: unknown) => {
    if (!(reason instanceof FencedError)) throw reason;
  });
  return setAside;
}

describe('an execution that cannot be taken up', () => {
  test('is set aside when this is still the owner', async () => {
    expect(await takeUpWhatIsGone(() => Promise.resolve())).toEqual([gone]);
  });

  test('is nobody’s loss when another has taken over meanwhile', async () => {
    const confirm = () => Promise.reject(new FencedError('Another tab has taken over'));

    expect(await takeUpWhatIsGone(confirm)).toEqual([]);
  });
});
