import type { VersionHash } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Result } from '#core/shared/result.ts';
import type { LayoutRequest, Layout } from '#core/workflow/layout/layout.ts';
import type { Completion, Explanation } from '#core/workflow/complete/completion.ts';
import type { Outline } from '#core/workflow/outline.ts';
import type { PatchRefusal, TextChange, TextOperation } from '#core/workflow/patch/operation.ts';
import type { Path, Problem } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';

export interface EditedText {
  readonly text: string;
  readonly format: SourceFormat;
}

/**
 * What the editor asks about a text, answered off the page's thread; nothing here is stored.
 * Answers are data, pure functions of what was asked.
 */
export interface EditorApi {
  check(source: EditedText): Promise<CheckedText>;
  patch(
    source: EditedText,
    operation: TextOperation,
  ): Promise<Result<readonly TextChange[], PatchRefusal>>;
  /** What stands at a path, as plain data; null when nothing does. */
  readValue(source: EditedText, path: Path): Promise<JsonValue>;
  layout(request: LayoutRequest): Promise<Layout>;
  /** The beginning of a file of data: what it seems to be, and its first rows. */
  sniff(request: SniffRequest): Promise<Sniffed>;
  /** What may stand at an offset. */
  complete(source: EditedText, offset: number): Promise<Completion | null>;
  /** What the field at an offset means. */
  explain(source: EditedText, offset: number): Promise<Explanation | null>;
}

export interface CheckedText {
  /** Null unless it is valid. */
  readonly hash: VersionHash | null;
  /** Sorted by line, column, code. */
  readonly problems: readonly Problem[];
  /** Null when the form of the text cannot be read. */
  readonly outline: Outline | null;
}

export type {
  Completion,
  CompletionOption,
  Explanation,
  Topic,
} from '#core/workflow/complete/completion.ts';

export interface SniffRequest {
  readonly name: string;
  /** From its first byte; not all of a large file. */
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
  /** What a person said; null: guessed. */
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly columns: Readonly<Record<string, 'text' | 'number'>>;
}

export type Sniffed =
  | {
      readonly kind: 'table';
      readonly format: 'csv' | 'json';
      readonly encoding: string;
      /** Null for JSON. */
      readonly separator: string | null;
      readonly columns: readonly SniffedColumn[];
      /** The first ones. */
      readonly rows: readonly JsonObject[];
      /** How many rows the bytes hold. */
      readonly rowCount: number;
    }
  /** JSON that is no list of objects: shown as what it is. */
  | { readonly kind: 'value'; readonly encoding: string }
  /** A workflow, whatever the file is called. */
  | { readonly kind: 'workflow' }
  | { readonly kind: 'unreadable'; readonly why: WhyUnreadable };

/** What is wrong with a file of data, without a sentence. */
export type WhyUnreadable =
  | { readonly reason: 'encoding'; readonly encoding: string }
  | { readonly reason: 'json' }
  | CsvFault;

export type CsvFault =
  | {
      readonly reason: 'csv';
      /** From 1; null where it is not one row. */
      readonly row: number | null;
      /** The parser's word for it, and its sentence. */
      readonly problem: string;
      readonly detail: string;
    }
  | {
      readonly reason: 'uneven';
      readonly row: number;
      readonly fields: number;
      readonly columns: number;
    };

export interface SniffedColumn {
  readonly name: string;
  readonly type: 'text' | 'number';
}
