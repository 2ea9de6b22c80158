import { unreachable } from '#core/shared/assert.ts';
import type { WhyUnreadable } from '#ports/editor-api.ts';
import type { Text } from '#text/text.ts';

/** Why a file of data cannot be shown as a table, and what the person can say otherwise. */
export function unreadableSentence(why: WhyUnreadable, name: string, text: Text): string {
  const { gap } = text.app;
  return `${whatIsWrong(why, name, text)}${gap}${text.files.data.sayOtherwise}`;
}

function whatIsWrong(why: WhyUnreadable, name: string, { files, failures }: Text): string {
  switch (why.reason) {
    case 'encoding':
      return files.data.notText(name, why.encoding);
    case 'json':
      return files.data.notJson(name);
    case 'csv': {
      const { row, problem, detail } = why;
      return failures.csv(name, { row: row === null ? null : String(row), problem, detail });
    }
    case 'uneven':
      return failures.uneven(name, {
        row: String(why.row),
        fields: String(why.fields),
        columns: String(why.columns),
      });
    default:
      return unreachable(why);
  }
}
