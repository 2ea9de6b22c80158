import type { JsonValue } from '#core/shared/json.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { problems } from '#text/en/problems.ts';
import type { ProblemWords } from '#text/en/problems.ts';

export interface ProblemMessage {
  readonly message: string;
  /** What was likely meant; null without a guess. */
  readonly hint: string | null;
}

/** Says what is wrong and what to do. Words that the file brought are shown harmless and bounded. */
export function problemMessage(problem: Problem, words: ProblemWords = problems): ProblemMessage {
  const { code, reason, hint, args, taskIds } = problem;
  const sentence = words.sentences[`${code}.${reason}`] ?? words.sentences[code];
  const argument = (name: string) => shown(name === 'taskIds' ? taskIds : args[name], words);
  return {
    message: sentence === undefined ? code : sentence(argument),
    hint: hint === null ? null : words.hint(visibleText(hint)),
  };
}

function shown(value: JsonValue | undefined, words: ProblemWords): string {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return shownList(value as readonly JsonValue[], words);
  return visibleText(JSON.stringify(value ?? null));
}

const listedMax = 20;

function shownList(list: readonly JsonValue[], words: ProblemWords): string {
  const listed = list.slice(0, listedMax).map((value) => shown(value, words));
  const text = listed.join(words.separator);
  const more = list.length - listedMax;
  return more > 0 ? words.andMore(text, more) : text;
}

const charactersMax = 120;

/**
 * Text of unknown origin for one line: control, direction and zero-width characters are written as
 * escapes, so that nothing hides or turns what stands beside it.
 */
export function visibleText(text: string): string {
  const start = text.slice(0, charactersMax + 1);
  const isCut = text.length > charactersMax;
  // A cut must not split a pair.
  const kept = isCut ? start.slice(0, charactersMax).replace(/[\ud800-\udbff]$/, '') : start;
  const visible = markHidden(kept);
  return isCut ? `${visible}…` : visible;
}

/** Source text keeps its lines and tabs; every other character that hides or turns text is shown. */
export function visibleSource(text: string): string {
  return text
    .split(/([\n\t]|\r\n)/)
    .map((part) => (/^(?:[\n\t]|\r\n)$/.test(part) ? part : markHidden(part)))
    .join('');
}

/**
 * A name or a message of unknown origin, whole: lines, tabs and every kind of space stay, and so
 * does what joins the parts of one emoji.
 */
export function visibleWords(text: string): string {
  return text.replace(hiddenInWords, escaped);
}

function markHidden(text: string): string {
  return text.replace(hidden, escaped);
}

/** As it is written where it would hide or turn what stands beside it. */
export function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  return point > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** Controls, format characters, lone surrogates, and spaces other than the ordinary one. */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}/gu;

/** The same in a source text, whose lines and tabs are its form. */
export const hiddenInSource = new RegExp(String.raw`(?![\t\r\n])(?:${hidden.source})`, 'gu');

const emojiParts = String.raw`(?<=\p{Emoji}\p{EMod}?)\ufe0f|(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})`;
const hiddenInWords = new RegExp(
  String.raw`(?!${emojiParts}|[\n\t]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]`,
  'gu',
);
