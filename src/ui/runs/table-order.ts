import type { JsonObject } from '#core/shared/json.ts';
import { cellText } from './output-shape.ts';
import type { Column } from './output-shape.ts';

export interface Sort {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** Rows that hold the words in a shown cell. */
export function filterRows(
  rows: readonly JsonObject[],
  columns: readonly Column[],
  search: string,
): readonly JsonObject[] {
  const words = search.trim().toLowerCase();
  if (words === '') return rows;
  return rows.filter((row) =>
    columns.some(({ key }) => cellText(row, key).toLowerCase().includes(words)),
  );
}

/** Rows in the order of one column; what has no value there comes last, either way round. */
export function sortRows(
  rows: readonly JsonObject[],
  sort: Sort | null,
  language: string,
): readonly JsonObject[] {
  if (sort === null) return rows;
  const { key, isNumeric } = sort.column;
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sign = sort.isDescending ? -1 : 1;
  const isEmpty = (row: JsonObject) => !Object.hasOwn(row, key) || row[key] === null;
  return rows.toSorted((a, b) => {
    const empty = Number(isEmpty(a)) - Number(isEmpty(b));
    if (empty !== 0 || isEmpty(a)) return empty;
    const order = isNumeric
      ? Number(a[key]) - Number(b[key])
      : compare(cellText(a, key), cellText(b, key));
    return sign * order;
  });
}

/** A press sorts, the next one turns it round, a third gives the order of the output back. */
export function nextSort(sort: Sort | null, column: Column): Sort | null {
  if (sort?.column.key !== column.key) return { column, isDescending: false };
  return sort.isDescending ? null : { column, isDescending: true };
}
