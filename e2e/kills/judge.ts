import type { LedgerEntry } from './server.ts';
import type { ExportedRun } from './story.ts';

/** How a run that was killed differs from one that was not; nothing when it does not. */
export function differences(killed: ExportedRun, whole: ExportedRun): readonly string[] {
  const found: string[] = [];
  if (killed.status !== whole.status) found.push(`status ${killed.status}`);
  if (killed.outputsHash !== whole.outputsHash) found.push('another outputsHash');
  const ids = Object.keys(whole.tasks);
  if (Object.keys(killed.tasks).toSorted().join() !== ids.toSorted().join())
    found.push('other tasks');
  for (const id of ids) {
    const [mine, theirs] = [killed.tasks[id], whole.tasks[id]];
    if (mine?.state !== theirs?.state) found.push(`${id} is ${String(mine?.state)}`);
    if (mine?.outputHash !== theirs?.outputHash) found.push(`${id} gave another output`);
    const ends = killed.journal.filter((event) => event.taskId === id && isEnd(event.type));
    if (ends.length !== 1) found.push(`${id} has ${String(ends.length)} ends`);
  }
  return found;
}

/** Starts that the world saw and should not have: one attempt twice, or one after the success. */
export function doubledStarts(ledger: readonly LedgerEntry[], run: ExportedRun): readonly string[] {
  const found: string[] = [];
  for (const [id, { attempts }] of Object.entries(run.tasks)) {
    const key = `${run.id}/${encodeURIComponent(id)}#0`;
    const seen = ledger.filter((entry) => entry.key === key).map((entry) => entry.attempt);
    if (new Set(seen).size !== seen.length) found.push(`${id}: attempts ${seen.join(', ')}`);
    const last = attempts.at(-1)?.number ?? 0;
    if (seen.some((attempt) => attempt > last)) found.push(`${id}: a start after its success`);
    if (seen.some((attempt, index) => index > 0 && attempt <= (seen[index - 1] ?? 0))) {
      found.push(`${id}: attempts out of order`);
    }
  }
  return found;
}

function isEnd(type: string): boolean {
  return ['taskSucceeded', 'taskFailed', 'taskSkipped', 'taskCancelled'].includes(type);
}
