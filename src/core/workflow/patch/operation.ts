import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';

/** UTF-16 offsets in the text before; several are sorted and do not overlap. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Where a task stands on the canvas: pixels, the top left corner. */
export type Position = readonly [x: number, y: number];

export interface AddedTask {
  readonly id: string;
  readonly type: string;
  /** Absent: the id. */
  readonly name?: string;
  readonly with?: JsonObject;
  readonly dependencies?: readonly string[];
}

/** What a person does on the canvas, in the outline or in the inspector, as an edit of the text. */
export type TextOperation =
  | {
      readonly kind: 'addTask';
      readonly task: AddedTask;
      /** Stands behind this one in the text; null: at the end. */
      readonly after: string | null;
      readonly position: Position | null;
    }
  /** A task under a new id, with its text as it was typed, comments too. */
  | { readonly kind: 'duplicateTask'; readonly id: string; readonly newId: string }
  /** Their dependants no longer name them; their positions go too. */
  | { readonly kind: 'removeTasks'; readonly ids: readonly string[] }
  /** Also in `dependencies`, in `x-layout` and in references (`tasks.ID`, `tasks["ID"]`). */
  | { readonly kind: 'renameTask'; readonly id: string; readonly newId: string }
  | { readonly kind: 'connect'; readonly id: string; readonly dependency: string }
  | { readonly kind: 'disconnect'; readonly id: string; readonly dependency: string }
  /** Makes the maps on the way; undefined removes the key, and a map that it leaves empty. */
  | { readonly kind: 'setValue'; readonly path: Path; readonly value: JsonValue | undefined }
  /** Into `x-layout`; null forgets all positions. */
  | { readonly kind: 'place'; readonly positions: ReadonlyMap<string, Position> | null };

/** Why a text was left as it is; `text/` makes the sentence. */
export type PatchRefusal =
  /** It has a mistake in its form; canvas and inspector wait until it is mended. */
  | { readonly code: 'unreadable' }
  | { readonly code: 'emptyId' }
  | { readonly code: 'taskExists'; readonly taskId: string }
  | { readonly code: 'unknownTask'; readonly taskId: string }
  | { readonly code: 'notConnected'; readonly taskId: string; readonly dependency: string }
  | { readonly code: 'cycle'; readonly taskId: string; readonly dependency: string }
  /** Part of it comes from an anchor, an alias or a merge key: only the text can tell what is meant. */
  | { readonly code: 'shared'; readonly path: Path };
