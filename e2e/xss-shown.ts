import type { Page } from '@playwright/test';

/** What a screen shows of a text, by the name of the field, and what it is made of. */
export interface Screen {
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly shape: readonly string[];
}

/** @param places CSS of what shows a field; its text, or the value of a control. */
export async function readScreen(
  page: Page,
  places: Readonly<Record<string, string>>,
): Promise<Screen> {
  return page.evaluate(readHere, places);
}

/** Runs inside the page. */
function readHere(places: Readonly<Record<string, string>>): Screen {
  // How long things took decides what some draw; what is not seen is told; frames are the isolates'.
  const isOurs = (element: Element) =>
    element.closest('iframe, li[data-workflow-id], .chart, .legend, dd.num, svg, p.unseen') ===
    null;
  const describe = (element: Element) => {
    const attributes = [...element.attributes].map(({ name, value }) =>
      name === 'href' || name === 'src' ? `${name}=${value.slice(0, 1)}` : name,
    );
    return `${element.parentElement?.localName ?? ''}>${element.localName} ${attributes.toSorted().join()}`;
  };
  // An editor has a root of its own.
  const read = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) => {
      const inside = element.shadowRoot?.querySelector('.cm-content') ?? element;
      return inside instanceof HTMLInputElement ? inside.value : inside.textContent;
    });
  return {
    fields: Object.fromEntries(
      Object.entries(places).map(([field, selector]) => [field, read(selector)]),
    ),
    shape: [...document.querySelectorAll('*')].filter(isOurs).map(describe),
  };
}

const hidden = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();

/** As a visible mark: an escape in place of each. */
function marked(text: string): string {
  return text.replace(new RegExp(hidden, 'gu'), (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff
      ? `\\u{${point.toString(16)}}`
      : `\\u${point.toString(16).padStart(4, '0')}`;
  });
}

/** @returns whether the text stands there as itself: as it is, marked, or its beginning with "…". */
export function isShown(shown: string, text: string): boolean {
  const there = squeeze(shown);
  return [
    text,
    marked(text),
    marked(text.replace(/[\r\n]/g, '')),
    text.replace(/[\r\n]/g, ''),
  ].some((whole) => {
    const wanted = squeeze(whole);
    if (there.includes(wanted)) return true;
    return there.length > 100 && there.includes('…') && there.includes(wanted.slice(0, 100));
  });
}

export function hasHidden(shown: string): boolean {
  return hidden.test(shown.replace(/\r\n|[\n\t]/g, ''));
}
