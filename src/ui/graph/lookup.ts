/** Plain maps and sets for where a whole one is replaced and never changed: nothing has to follow its parts. */
export function lookupOf<Key, Value>(
  entries: Iterable<readonly [Key, Value]> = [],
): Map<Key, Value> {
  return new Map(entries);
}

export function setOf<Value>(values: Iterable<Value> = []): Set<Value> {
  return new Set(values);
}
