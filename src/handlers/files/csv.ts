import Papa from 'papaparse';
import { own, setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import type { CsvFault } from '#ports/editor-api.ts';

export interface CsvFormat {
  /** One character; null: guessed from the text. */
  readonly separator: string | null;
  /** What a person said of some columns, by name; the others are judged by what is in them. */
  readonly columns: JsonObject;
  /** Rows that are read at most; null: all. */
  readonly rows: number | null;
}

/** What is wrong with a text that was to be CSV, as half a sentence. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** What the sentence is made from in another language. */
  readonly about: CsvFault;

  constructor(message: string, about: CsvFault) {
    super(message);
    this.about = about;
  }
}

/**
 * One object a row; a column is of numbers only when all that is in it is a number.
 * @throws CsvError with the row that cannot be read.
 */
export function parseCsv(text: string, { separator, columns, rows: most }: CsvFormat): JsonValue {
  const { data, errors } = Papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    delimiter: separator ?? '',
    ...(most === null ? {} : { preview: most + 1 }),
  });
  const broken = errors.find((error) => error.type !== 'Delimiter');
  if (broken !== undefined) {
    const row = broken.row === undefined ? '' : `, row ${String(broken.row + 1)}`;
    throw new CsvError(`is not readable as CSV${row}: ${broken.message}`, {
      reason: 'csv',
      row: broken.row === undefined ? null : broken.row + 1,
      problem: broken.code,
      detail: broken.message,
    });
  }
  const [header = [], ...rows] = data;
  const uneven = rows.findIndex((row) => row.length !== header.length);
  if (uneven >= 0) {
    const found = String(rows[uneven]?.length ?? 0);
    throw new CsvError(
      `has a row that does not fit, row ${String(uneven + 2)}: ${found} fields, but the first row names ${String(header.length)} columns`,
      {
        reason: 'uneven',
        row: uneven + 2,
        fields: rows[uneven]?.length ?? 0,
        columns: header.length,
      },
    );
  }
  const names = uniqueNames(header);
  const isNumeric = names.map((name, column) => {
    const said = own(columns, name);
    return said === undefined ? isNumberColumn(rows, column) : said === 'number';
  });
  return rows.map((row) => {
    const object: Record<string, JsonValue> = {};
    for (const [column, field] of row.entries()) {
      const value = isNumeric[column] === true ? toNumber(field) : field;
      setOwn(object, names[column] ?? '', value);
    }
    return object;
  });
}

/** The character that cuts the first lines into the same number of fields; a comma when none does. */
export function guessSeparator(text: string): string {
  const lines = text.split(/\r\n?|\n/, 20).filter((line) => line !== '');
  const counts = [',', ';', '\t', '|'].map((separator) => {
    const fields = lines.map((line) => unquoted(line).split(separator).length);
    const [first = 1] = fields;
    const isEven = fields.every((count) => count === first);
    return { separator, score: first > 1 ? first + (isEven ? 1_000 : 0) : 0 };
  });
  const best = counts.reduce((most, one) => (one.score > most.score ? one : most));
  return best.score === 0 ? ',' : best.separator;
}

/** Separators inside of quotes separate nothing. */
function unquoted(line: string): string {
  return line.replace(/"(?:[^"]|"")*"/g, '');
}

const numberText = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;

/** Empty fields do not decide; digits with a leading zero are a code, not a number. */
function isNumberColumn(rows: readonly (readonly string[])[], column: number): boolean {
  let hasNumber = false;
  for (const row of rows) {
    const field = row[column] ?? '';
    if (field.trim() === '') continue;
    if (!numberText.test(field) || /^\s*[-+]?0\d/.test(field)) return false;
    if (!Number.isFinite(Number(field))) return false;
    hasNumber = true;
  }
  return hasNumber;
}

/** Null for an empty field, and for one that is no number in a column that a person called so. */
function toNumber(field: string): number | null {
  return numberText.test(field) ? Number(field) : null;
}

/** A column without a name, or with one that is taken, gets its number. */
function uniqueNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((text, column) => {
    let name = text.trim() === '' ? `column ${String(column + 1)}` : text.trim();
    while (taken.has(name)) name = `${name} (${String(column + 1)})`;
    taken.add(name);
    return name;
  });
}
