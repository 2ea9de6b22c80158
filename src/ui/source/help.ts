import { autocompletion, insertCompletionText, startCompletion } from '@codemirror/autocomplete';
import type { Completion as Choice, CompletionContext } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Completion, CompletionOption, Explanation } from '#ports/editor-api.ts';
import type { Text } from '#text/text.ts';
import { topicSentence } from '#text/topic-sentence.ts';
import { explaining } from './explaining.ts';

export interface Help {
  readonly complete: (offset: number) => Promise<Completion | null>;
  readonly explain: (offset: number) => Promise<Explanation | null>;
}

/** Completion while one types, and what a word means. */
export function help({ complete, explain }: Help, text: Text): Extension {
  return [
    autocompletion({
      override: [(context) => choicesAt(context, complete, text)],
      activateOnTypingDelay: 120,
      icons: false,
    }),
    explaining(explain, text),
  ];
}

async function choicesAt(context: CompletionContext, complete: Help['complete'], text: Text) {
  const typed = context.matchBefore(/[\w$.["'-]+$/);
  const isAfterSign = context.matchBefore(/(?:: |- |\{\{ ?|[[{,] ?)$/) !== null;
  if (!context.explicit && typed === null && !isAfterSign) return null;
  const found = await complete(context.pos);
  if (found === null || context.aborted) return null;
  const options = found.options.map((option) => choiceOf(option, text));
  return { from: found.from, to: found.to, options };
}

function choiceOf({ label, insert, topic }: CompletionOption, text: Text): Choice {
  const info = topic === null ? null : topicSentence(topic, text);
  return {
    label,
    ...(info === null ? {} : { info }),
    apply: (view: EditorView, _choice: Choice, from: number, to: number) => {
      view.dispatch(insertCompletionText(view.state, insert, from, to));
      // What a field may hold is asked at once.
      if (/(?:: |\n *)$/.test(insert)) startCompletion(view);
    },
  };
}
