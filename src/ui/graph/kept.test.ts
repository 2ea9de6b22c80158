import { describe, expect, test } from 'vitest';
import { choicesOf } from './kept.ts';

/** As the browser's, as far as it is used. */
function storageWith(text: string | null) {
  let kept = text;
  return {
    get text() {
      return kept;
    },
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

describe('the direction of a drawing', () => {
  test('is nobody’s choice until a person makes one', () => {
    const storage = storageWith(null);
    const choices = choicesOf(storage, () => 'flights');

    expect(choices.direction).toBeNull();
    choices.direction = 'down';

    expect(choices.direction).toBe('down');
    expect(choicesOf(storage, () => 'other').direction).toBeNull();
  });

  test('is kept for the 200 workflows it was chosen for last', () => {
    const storage = storageWith(null);

    for (let index = 0; index < 250; index += 1) {
      choicesOf(storage, () => `w${String(index)}`).direction = 'down';
    }

    expect(JSON.parse(storage.text ?? '')).toHaveLength(200);
    expect(choicesOf(storage, () => 'w49').direction).toBeNull();
    expect(choicesOf(storage, () => 'w50').direction).toBe('down');
  });

  test.each(['', 'no list', '{}', '[1, ["flights"], ["flights", "up"], [2, "down"]]'])(
    'is not read from %j',
    (text) => {
      expect(choicesOf(storageWith(text), () => 'flights').direction).toBeNull();
    },
  );

  test('is not kept for a canvas of no workflow, or where nothing may be stored', () => {
    const storage = storageWith(null);
    choicesOf(storage, () => null).direction = 'down';
    choicesOf(null, () => 'flights').direction = 'down';

    expect(storage.text).toBeNull();
    expect(choicesOf(null, () => 'flights').direction).toBeNull();
  });
});
