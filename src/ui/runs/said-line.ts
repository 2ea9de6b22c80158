import { own } from '#core/shared/json.ts';
import type { Text } from '#text/text.ts';
import type { NumberedLine } from './run-view.svelte.ts';

/** A line of a log: ours in the language of the page, that of a task's code as it was written. */
export function lineSentence({ message, said }: NumberedLine, words: Text['run']['said']): string {
  if (said === undefined) return message;
  const given = (name: string) => {
    const value = own(said.args, name) ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  switch (said.code) {
    case 'read':
      return words.read(given('name'), given('bytes'), given('format'));
    case 'cannotRead':
      return words.cannotRead(given('name') || given('param'));
    case 'uncaught':
      return words.uncaught(message.replace(/^Not caught: /, ''));
    default:
      // Of a newer release.
      return message;
  }
}
