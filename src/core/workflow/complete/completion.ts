/** What may stand at an offset; shown, and filtered by what is typed. */
export interface Completion {
  /** What a choice replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly label: string;
  readonly insert: string;
  readonly kind: 'field' | 'value' | 'task' | 'param';
  readonly topic: Topic | null;
}

/** Names a sentence of `text/`: a field by its path in the schema, as `task.retryPolicy.jitter`. */
export type Topic =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'with'; readonly type: string; readonly field: string }
  | { readonly kind: 'type'; readonly type: string };

export interface Explanation {
  readonly from: number;
  readonly to: number;
  readonly topic: Topic;
}
