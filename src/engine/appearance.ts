import { isJsonObject, own } from '#core/shared/json.ts';
import type { ChosenAppearance } from '#ports/engine-api.ts';
import type { Settings } from '#ports/settings.ts';

const key = 'appearance';
/** Longer than any name of a theme or a language. */
const lengthMax = 40;

export async function getAppearance(settings: Settings): Promise<ChosenAppearance> {
  const stored = await settings.get(key);
  const name = (field: keyof ChosenAppearance) => {
    const value = isJsonObject(stored) ? own(stored, field) : null;
    return typeof value === 'string' && value.length <= lengthMax ? value : null;
  };
  return { theme: name('theme'), language: name('language') };
}

export async function setAppearance(
  settings: Settings,
  { theme, language }: ChosenAppearance,
): Promise<void> {
  await settings.set(key, { theme, language });
}
