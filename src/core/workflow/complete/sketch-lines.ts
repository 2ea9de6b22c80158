import type { Path } from '#core/workflow/problem.ts';
import type { Here, Mark } from './sketch.ts';
import { sketchFlow, unquoted } from './sketch-flow.ts';

interface Level {
  readonly column: number;
  readonly key: string | number;
}

const keyShape =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}[\],|>&*!%@`-](?:[^:#]|:(?=\S)|(?<=\S)#)*?|-(?=\S)(?:[^:#]|:(?=\S))*?)\s*:(?=\s|$)/;

/** Lines of YAML: what stands deeper belongs to the key above. */
export function sketchLines(text: string, offset: number, marks: Mark[]): Here | null {
  return new Lines(text, offset, marks).run();
}

class Lines {
  readonly #text: string;
  readonly #offset: number;
  readonly #marks: Mark[];
  #levels: Level[] = [];
  #here: Here | null = null;
  /** Of the key of a text over several lines, -1 outside of one. */
  #blockColumn = -1;
  #blockPath: Path = [];

  constructor(text: string, offset: number, marks: Mark[]) {
    this.#text = text;
    this.#offset = offset;
    this.#marks = marks;
  }

  run(): Here | null {
    let start = this.#text.startsWith('\ufeff') ? 1 : 0;
    while (start <= this.#text.length) start = this.#line(start);
    return this.#here;
  }

  /** @returns where the next line begins. */
  #line(start: number): number {
    const newline = this.#text.indexOf('\n', start);
    const end = newline < 0 ? this.#text.length : newline;
    const next = newline < 0 ? end + 1 : newline + 1;
    const line = this.#text.slice(start, end).replace(/\r$/, '');
    const column = line.length - line.trimStart().length;
    const isHere = this.#offset >= start && this.#offset <= end;
    if (this.#blockColumn >= 0) {
      if (
        line.trim() === ''
          ? !isHere || this.#offset - start > this.#blockColumn
          : column > this.#blockColumn
      ) {
        if (isHere) this.#at(this.#blockPath, 'value', start + column, start + line.length);
        return next;
      }
      this.#blockColumn = -1;
    }
    if (line.trim() === '') {
      if (isHere) this.#keyAt(this.#offset - start, this.#offset, this.#offset, false);
      return next;
    }
    if (line[column] === '#') return next;
    return this.#content({ start, line, column, isHere }) ?? next;
  }

  /** @returns where the next line begins when a value in brackets goes over several. */
  #content(input: LineInput): number | null {
    const { start, line, isHere } = input;
    let { column } = input;
    while (/^-(?:\s|$)/.test(line.slice(column))) {
      this.#item(column);
      const spaces = /^-\s*/.exec(line.slice(column))?.[0].length ?? 1;
      column += spaces;
      if (column >= line.length || line[column] === '#') {
        if (isHere) this.#at(this.#path(), 'value', this.#offset, this.#offset);
        return null;
      }
    }
    const rest = line.slice(column);
    const found = keyShape.exec(rest);
    const raw = found?.[1];
    if (found === null || raw === undefined) return this.#bare(input, column);
    const key = unquoted(raw);
    const from = start + column;
    if (isHere && this.#offset <= from + raw.length) {
      const isInside = this.#offset >= from;
      if (isInside) this.#keyAt(column, from, from + raw.length, true);
    }
    this.#pop(column);
    this.#levels.push({ column, key });
    this.#marks.push({ path: this.#path(), part: 'key', from, to: from + raw.length });
    const valueAt = column + found[0].length;
    return this.#value(input, valueAt, this.#path());
  }

  #value({ start, line, isHere }: LineInput, column: number, path: Path): number | null {
    const rest = line.slice(column);
    const props = /^\s*(?:[&!]\S*\s+)*/.exec(rest)?.[0].length ?? 0;
    const value = rest.slice(props);
    const from = start + column + props;
    if (/^[|>][-+\d]*\s*(?:#.*)?$/.test(value)) {
      this.#blockColumn = this.#levels.at(-1)?.column ?? 0;
      this.#blockPath = path;
      return null;
    }
    if (/^[{[]/.test(value)) {
      const to = this.#bracketsEnd(start, this.#levels.at(-1)?.column ?? 0);
      const flow = { from, to, path, offset: this.#offset, marks: this.#marks };
      const { here, end } = sketchFlow(this.#text, flow);
      const isOpen = end === to && !/[}\]]$/.test(this.#text.slice(from, end));
      if (this.#offset > from && this.#offset < (isOpen ? end + 1 : end)) this.#here = here;
      const newline = this.#text.indexOf('\n', end);
      const isOnLine = end <= start + line.length;
      return isOnLine ? null : newline < 0 ? this.#text.length + 1 : newline + 1;
    }
    const to = from + valueLength(value);
    if (to > from) this.#marks.push({ path, part: 'value', from, to });
    const isInValue = this.#offset > start + column && this.#offset <= Math.max(to, from);
    if (isHere && this.#here === null) {
      if (isInValue) this.#at(path, 'value', from, to);
      else if (this.#offset > start + column && value === '') {
        this.#at(path, 'value', this.#offset, this.#offset);
      }
    }
    return null;
  }

  /** Brackets that are not closed end where a line stands no deeper than their key. */
  #bracketsEnd(start: number, column: number): number {
    let end = this.#text.length;
    for (let at = this.#text.indexOf('\n', start); at >= 0; at = this.#text.indexOf('\n', at + 1)) {
      const spaces = /^ *(?=[^\s}\]])/.exec(this.#text.slice(at + 1, at + 1 + column + 2))?.[0];
      if (spaces === undefined || spaces.length > column) continue;
      end = at;
      break;
    }
    return end;
  }

  /** A word without a colon: an item of a list, or a key that is being written. */
  #bare(input: LineInput, column: number): number | null {
    const { start, line, isHere } = input;
    const isItem = typeof this.#levels.at(-1)?.key === 'number' && column > input.column;
    if (isItem) return this.#value(input, column, this.#path());
    const to = start + column + valueLength(line.slice(column));
    if (isHere && this.#offset >= start + column && this.#offset <= to) {
      this.#keyAt(column, start + column, to, false);
    } else if (isHere && this.#offset < start + column) {
      this.#keyAt(this.#offset - start, this.#offset, this.#offset, false);
    }
    return null;
  }

  #item(column: number): void {
    while (this.#levels.length > 0) {
      const level = this.#levels.at(-1);
      if (level === undefined || level.column < column) break;
      if (level.column === column && typeof level.key === 'string') break;
      this.#levels.pop();
      if (level.column !== column || typeof level.key !== 'number') continue;
      this.#levels.push({ column, key: level.key + 1 });
      return;
    }
    this.#levels.push({ column, key: 0 });
  }

  #pop(column: number): void {
    while ((this.#levels.at(-1)?.column ?? -1) >= column) this.#levels.pop();
  }

  #path(): Path {
    return this.#levels.map(({ key }) => key);
  }

  #at(path: Path, part: 'value', from: number, to: number): void {
    this.#here = { path, part, from, to, isFlow: false, hasColon: false, column: 0 };
  }

  #keyAt(column: number, from: number, to: number, hasColon: boolean): void {
    const above = this.#levels.filter((level) => level.column < column);
    const key = unquoted(this.#text.slice(from, to));
    const path = [...above.map((level) => level.key), key];
    this.#here = { path, part: 'key', from, to, isFlow: false, hasColon, column };
  }
}

interface LineInput {
  readonly start: number;
  readonly line: string;
  readonly column: number;
  readonly isHere: boolean;
}

/** Without the comment and the spaces behind it. */
function valueLength(value: string): number {
  const quoted = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/.exec(value)?.[0];
  if (quoted !== undefined) return quoted.length;
  const comment = /(?:^|\s)#/.exec(value);
  return value.slice(0, comment?.index ?? value.length).trimEnd().length;
}
