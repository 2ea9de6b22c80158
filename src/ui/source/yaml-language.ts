import { yaml } from '@codemirror/lang-yaml';
import { indentService } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { yamlNumbers } from './words.ts';

export function language(): Extension {
  return [yaml(), indentation, yamlNumbers];
}

/** A new line stands as the one before it, and deeper behind a colon or the sign of a block. */
const indentation = indentService.of((context, offset) => {
  const { text } = context.lineAt(offset, -1);
  const spaces = text.length - text.trimStart().length;
  const isOpen = /(?::|[|>][-+\d]*)\s*$/.test(text) && !/^\s*#/.test(text);
  return spaces + (isOpen ? context.unit : 0);
});
