/** Plain maps and sets for where a whole one is replaced and never changed: nothing has to follow its parts. */
export function lookupOf<Key, Value>(
  entries: Iterable<readonly [Key, Value]> = [],
): Map<Key, Value> {
  return new Map(entries);
}

export function setOf<Value>(values: Iterable<Value> = []): Set<Value> {
  return new Set(values);
}

export function isSameLists(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): boolean {
  return (
    one.length === other.length &&
    one.every((own, index) => {
      const others = other[index] ?? [];
      return own.length === others.length && own.every((value, at) => value === others[at]);
    })
  );
}
