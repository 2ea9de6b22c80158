/** A row of the outline: a task, or one of those it needs below it. */
export interface OutlineRow {
  readonly key: string;
  readonly index: number;
  /** The task it stands under; null for a task in its own right. */
  readonly parent: number | null;
  readonly childCount: number;
}

/** What a tree may hold before it slows the page; said in words when it is more. */
export const outlinedMost = 2_000;

export function outlineRows(
  dependencies: readonly (readonly number[])[],
  open: ReadonlySet<number>,
): OutlineRow[] {
  return dependencies.slice(0, outlinedMost).flatMap((own, index) => {
    const row = { key: String(index), index, parent: null, childCount: own.length };
    if (!open.has(index)) return [row];
    const children = own.map((one) => ({
      key: `${String(index)}<${String(one)}`,
      index: one,
      parent: index,
      childCount: 0,
    }));
    return [row, ...children];
  });
}
