import type { TypedChange, TypedText } from '#ports/engine-api.ts';

/** By name of the param; what was typed last comes last. */
export type TypedTexts = ReadonlyMap<string, TypedText>;
export type TypedChanges = ReadonlyMap<string, TypedChange>;

export function textsOf(typed: readonly TypedText[]): TypedTexts {
  return new Map(typed.map((one) => [one.name, one]));
}

/** Of each param the last. */
export function changesIn(changes: readonly TypedChange[]): TypedChanges {
  return new Map(changes.map((change) => [change.name, change]));
}

export function withChanges(texts: TypedTexts, changes: Iterable<TypedChange>): TypedTexts {
  const next = new Map(texts);
  for (const change of changes) {
    next.delete(change.name);
    if (change.text !== null) next.set(change.name, change);
  }
  return next;
}

/** What was typed while they were stored is still to be stored. */
export function withoutStored(changes: TypedChanges, stored: readonly TypedChange[]): TypedChanges {
  return new Map([...changes].filter(([, change]) => !stored.includes(change)));
}
