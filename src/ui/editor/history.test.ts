import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '#core/workflow/text-change.ts';
import { History } from './history.ts';

const insert = (text: string, at: number, typed: string) => ({
  text: text.slice(0, at) + typed + text.slice(at),
  changes: [{ from: at, to: at, insert: typed }],
});

/** A text with its history, as the desk keeps it. */
class Pad {
  text: string;
  history: History;

  constructor(text = '', history = new History([], 0)) {
    this.text = text;
    this.history = history;
  }

  type(at: number, typed: string, key: string | null = null, now = 0): this {
    const { text, changes } = insert(this.text, at, typed);
    this.history.push(this.text, changes, key, now);
    this.text = text;
    return this;
  }

  undo(): this {
    this.text = applyChanges(this.text, this.history.undo() ?? []);
    return this;
  }

  redo(): this {
    this.text = applyChanges(this.text, this.history.redo() ?? []);
    return this;
  }
}

describe('the history of a text', () => {
  test('takes steps back in turn, and does them again', () => {
    const pad = new Pad().type(0, 'a').type(1, 'b');

    expect(pad.undo().text).toBe('a');
    expect(pad.undo().text).toBe('');
    expect(pad.history.canUndo).toBe(false);
    expect(pad.undo().text).toBe('');
    expect(pad.redo().redo().text).toBe('ab');
    expect(pad.history.canRedo).toBe(false);
  });

  test('joins what is typed in one go, and ends it at a rest or by another hand', () => {
    const pad = new Pad().type(0, 'a', 'source', 0).type(1, 'b', 'source', 900);
    pad.type(2, 'c', 'source', 2_500).type(3, 'd', 'inspector', 2_600);

    expect(pad.undo().text).toBe('abc');
    expect(pad.undo().text).toBe('ab');
    expect(pad.undo().text).toBe('');
  });

  test('forgets what was taken back when something new is done', () => {
    const pad = new Pad().type(0, 'a').type(1, 'b').undo().type(1, 'c');

    expect(pad.history.canRedo).toBe(false);
    expect(pad.undo().undo().redo().redo().text).toBe('ac');
  });

  test('gives storage only what it lacks, also when the last step has grown', () => {
    const pad = new Pad().type(0, 'a', 'source', 0);
    expect(pad.history.takeUnsaved()).toMatchObject({ stepsFrom: 0, steps: [{ n: 0 }] });
    expect(pad.history.takeUnsaved()).toMatchObject({ stepsFrom: 1, steps: [] });
    pad.type(1, 'b', 'source', 10);
    expect(pad.history.takeUnsaved()).toMatchObject({ stepsFrom: 0, steps: [{ n: 0 }] });
    pad.history.putBack(0);
    expect(pad.history.takeUnsaved().steps).toHaveLength(1);
  });

  test('of storage that lost some begins anew and says so to storage', () => {
    const step = { n: 4, changes: [], inverse: [] };
    const lost = new History([step], 7);

    expect(lost.canUndo).toBe(false);
    expect(lost.takeUnsaved()).toMatchObject({ stepsFrom: 0, steps: [] });
    expect(new History([step], 5).canUndo).toBe(true);
    expect(new History([step], 4).canRedo).toBe(true);
  });

  test('keeps the newest steps', () => {
    const pad = new Pad();
    for (let n = 0; n < 510; n += 1) pad.type(0, 'x');

    expect(pad.history.takeUnsaved()).toMatchObject({ forgetBelow: 10 });
    for (let n = 0; n < 510; n += 1) pad.undo();
    expect(pad.text).toHaveLength(10);
  });

  test('any walk of edits, undos and redos, stored and read back at any moment, stays one text', () => {
    const act = fc.record({
      kind: fc.constantFrom('type', 'type', 'undo', 'redo', 'reload'),
      at: fc.nat(30),
      typed: fc.string({ maxLength: 4 }),
      key: fc.constantFrom(null, 'source'),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let pad = new Pad('begin');
        const stored = new Map<number, ReturnType<History['takeUnsaved']>['steps'][number]>();
        const texts = new Map([[0, 'begin']]);
        acts.forEach(({ kind, at, typed, key }, now) => {
          if (kind === 'type') pad.type(Math.min(at, pad.text.length), typed, key, now * 400);
          else if (kind === 'undo') pad.undo();
          else if (kind === 'redo') pad.redo();
          const { stepsFrom, steps } = pad.history.takeUnsaved();
          for (const n of stored.keys()) if (n >= stepsFrom) stored.delete(n);
          for (const step of steps) stored.set(step.n, step);
          const list = [...stored.values()].toSorted((a, b) => a.n - b.n);
          if (kind === 'reload') pad = new Pad(pad.text, new History(list, pad.history.position));
          if (kind === 'type') {
            for (const n of texts.keys()) if (n >= pad.history.position) texts.delete(n);
            texts.set(pad.history.position, pad.text);
          }
          expect(pad.text).toBe(texts.get(pad.history.position));
        });
      }),
    );
  });
});
