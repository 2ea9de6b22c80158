import { languages, type Language } from '#text/languages.ts';
import type { Text } from '#text/text.ts';

type Load = (language: Language) => Promise<Text>;

/**
 * What the first screen is said with. A catalogue that cannot be fetched is asked for once more;
 * then another language is better than an empty page.
 * @returns null when there is none at all.
 */
export async function firstWords(
  wanted: Language,
  load: Load,
): Promise<{ readonly language: Language; readonly text: Text } | null> {
  const others = languages.map(({ code }) => code).filter((code) => code !== wanted);
  for (const language of [wanted, wanted, ...others]) {
    try {
      return { language, text: await load(language) };
    } catch {
      // The network was lost between the page and its words.
    }
  }
  return null;
}
