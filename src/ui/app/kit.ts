import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { Language } from '#text/languages.ts';
import type { Text } from '#text/text.ts';
import type { EditorApi } from '#ports/editor-api.ts';
import type { Updates } from './updates.svelte.ts';
import type { DraftTabs } from '#ui/editor/draft-keeper.svelte.ts';

export interface Words {
  readonly language: Language;
  /** What the page shows first. */
  readonly text: Text;
  readonly load: (language: Language) => Promise<Text>;
}

/** What the page's composition root hands in beside the engine. */
export interface Kit {
  readonly words: Words;
  readonly editor: EditorApi;
  /** The editor will be asked soon. */
  readonly wakeEditor: () => void;
  readonly descriptors: Descriptors;
  readonly draftTabs: DraftTabs;
  readonly updates: Updates;
  /** Labels of the encodings that a file may be said to have. */
  readonly encodings: readonly string[];
  /** Ends the engine of this page as a crash would, and starts another; resolves when that answers. */
  readonly unplug: () => Promise<void>;
}
