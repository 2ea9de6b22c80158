import type { Topic } from '#core/workflow/complete/completion.ts';
import type { Text } from '#text/text.ts';

/** What a field or a type means; null where nobody has said it yet. */
export function topicSentence(topic: Topic, { fields }: Pick<Text, 'fields'>): string | null {
  if (topic.kind === 'field') return sentenceIn(fields.fields, topic.name);
  if (topic.kind === 'type') return sentenceIn(fields.types, topic.type);
  return sentenceIn(fields.with, `${topic.type}.${topic.field}`);
}

function sentenceIn(sentences: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(sentences, key) ? (sentences[key] ?? null) : null;
}
