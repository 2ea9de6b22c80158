import type { Healed } from '#ports/ownership.ts';
import type { Survey } from './survey.ts';
import type { Claim } from './tables.ts';

/**
 * What a take-over has found and a person must be told. Invariants:
 * 1. It is in the owner's row by the transaction that makes it so: whoever dies before it has said it
 *    leaves it to the next.
 * 2. It stays there until an owner has said goodbye that told it. Till then each of them tells it.
 */
export const nothingHealed: Healed = {
  wasWiped: false,
  workflows: 0,
  executions: 0,
  damaged: [],
  outdated: [],
  undeleted: [],
  holes: 0,
  lost: [],
};

export const lostWithDatabase = ['orders', 'logs', 'metrics', 'secrets'];

/** What the owners before have found, and perhaps not said. */
export function untoldOf({ found, before }: Claim, goodbye: number | null): Healed | null {
  return goodbye === before ? null : found;
}

/** Both, where the one before may not have been said. */
export function toTell(untold: Healed | null, own: Healed | null): Healed | null {
  return untold === null ? own : withDamaged(untold, own?.damaged ?? []);
}

export function withDamaged(found: Healed | null, damaged: readonly string[]): Healed {
  const known = found ?? nothingHealed;
  return { ...known, damaged: [...new Set([...known.damaged, ...damaged])] };
}

/** Their deletion cannot be read, and no later one is there. */
export function undeletedIn({ rows, removed, lostRecords }: Survey): readonly string[] {
  const ids = lostRecords.filter(({ kind }) => kind === 'removedExecution').map(({ id }) => id);
  return [...new Set(ids)].filter((id) => rows.has(id) && !removed.has(id));
}
