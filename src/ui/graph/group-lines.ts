/** One line of a label: words, and what is said of the group at its end. */
export interface LabelLine {
  readonly words: string;
  /** Nothing of the words was left out. */
  readonly isWhole: boolean;
  readonly said: string | null;
}
export interface Measured {
  /** Of a name as it is set; pixels. */
  readonly nameWidth: (words: string) => number;
  readonly saidWidth: (words: string) => number;
}

const gapPx = 6;
/** No label has room for more. */
const unitsMost = 200;

/**
 * A label in as few lines as it is read in: all in one, or each part of the name in its own, and what
 * is said of the group beside the last part or below it.
 */
export function labelLines(
  parts: readonly string[],
  said: string,
  { room, nameWidth, saidWidth }: Measured & { readonly room: number },
): readonly LabelLine[] {
  const beside = room - saidWidth(said) - gapPx;
  const whole = parts.join(' ');
  if (nameWidth(whole) <= beside) return [{ words: whole, isWhole: true, said }];
  const lines = parts.map((part) => ({ ...cut(part, room, nameWidth), said: null }));
  const last = parts.at(-1) ?? '';
  if (parts.length > 1 && nameWidth(last) <= beside) {
    return [...lines.slice(0, -1), { words: last, isWhole: true, said }];
  }
  return [...lines, { words: '', isWhole: true, said }];
}

/** A label in one line, whatever has to be left out of it. */
export function labelLine(
  parts: readonly string[],
  said: string,
  { room, nameWidth, saidWidth }: Measured & { readonly room: number },
): LabelLine {
  return { ...cut(parts.join(' '), room - saidWidth(said) - gapPx, nameWidth), said };
}

/** As much of a name as there is room for; no character is taken apart. */
function cut(
  name: string,
  room: number,
  widthOf: (words: string) => number,
): Omit<LabelLine, 'said'> {
  if (name.length <= unitsMost && widthOf(name) <= room) return { words: name, isWhole: true };
  const characters = Array.from(name.slice(0, unitsMost));
  while (characters.length > 1) {
    characters.pop();
    const words = `${characters.join('')}…`;
    if (widthOf(words) <= room) return { words, isWhole: false };
  }
  return { words: '', isWhole: false };
}
