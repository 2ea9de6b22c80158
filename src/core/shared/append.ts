/** Adds to a list in place. `push(...items)` throws above about 120,000 items: they are arguments. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
