/** Up to so many rows all are drawn: a person can find, select and print them. */
export const allRowsMax = 400;
const spareRows = 12;

export interface RowWindow {
  readonly from: number;
  readonly to: number;
  /** Heights of what is left out above and below, in pixels. */
  readonly above: number;
  readonly below: number;
}

interface Scrolled {
  readonly rowCount: number;
  readonly rowPx: number;
  readonly scrollTop: number;
  readonly heightPx: number;
}

/** Which rows of a long table are drawn. */
export function windowOf({ rowCount, rowPx, scrollTop, heightPx }: Scrolled): RowWindow {
  if (rowCount <= allRowsMax) return { from: 0, to: rowCount, above: 0, below: 0 };
  const visible = Math.ceil(heightPx / rowPx) + 2 * spareRows;
  const last = Math.max(0, rowCount - visible);
  const from = Math.min(last, Math.max(0, Math.floor(scrollTop / rowPx) - spareRows));
  const to = Math.min(rowCount, from + visible);
  return { from, to, above: from * rowPx, below: (rowCount - to) * rowPx };
}
