import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { completeAt, explainAt } from '#core/workflow/complete/complete-at.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import { textFor } from '#text/text.ts';
import type { SourceDocument } from '#ui/editor/source-document.ts';
import '#ui/theme/base.css';
import SourceEditor from './SourceEditor.svelte';

class TestDocument implements SourceDocument {
  text: string;
  readonly format: SourceFormat;
  readonly problems: readonly Problem[];
  readonly outline = null;
  readonly typed: (readonly TextChange[])[] = [];
  readonly undo = vi.fn<() => void>();
  readonly redo = vi.fn<() => void>();
  #listener: ((changes: readonly TextChange[]) => void) | null = null;

  constructor(text: string, { format = 'yaml', problems = [] }: Partial<SourceDocument> = {}) {
    this.text = text;
    this.format = format;
    this.problems = problems;
  }

  type(changes: readonly TextChange[]): void {
    this.typed.push(changes);
    this.#apply(changes);
  }

  follow(listener: (changes: readonly TextChange[]) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  /** As the canvas does. */
  change(changes: readonly TextChange[]): void {
    this.#apply(changes);
    this.#listener?.(changes);
  }

  #apply(changes: readonly TextChange[]): void {
    for (const { from, to, insert } of changes.toReversed()) {
      this.text = this.text.slice(0, from) + insert + this.text.slice(to);
    }
  }
}

const types: Descriptors = new Map(
  ['noop', 'js'].map((type) => [
    type,
    {
      type,
      version: 1,
      schema: { properties: {}, required: [], open: true },
      literal: [],
      effect: 'pure',
      place: 'engine',
    },
  ]),
);

let leave: () => void = () => undefined;
afterEach(() => {
  leave();
  document.documentElement.removeAttribute('data-theme');
});

interface Shown {
  readonly oncursor: ReturnType<typeof vi.fn>;
  readonly reveal: (offset: number) => void;
  readonly focus: () => void;
  readonly root: ShadowRoot;
}

function open(source: TestDocument, props: Partial<Record<string, unknown>> = {}): Shown {
  const target = document.createElement('div');
  target.style.height = '400px';
  document.body.append(target);
  const oncursor = vi.fn();
  const editor = mount(SourceEditor, {
    target,
    props: {
      document: source,
      text: textFor('en'),
      complete: (offset: number) => Promise.resolve(completeAt(source, offset, types)),
      explain: (offset: number) => Promise.resolve(explainAt(source, offset, types)),
      marked: null,
      oncursor: (offset: number) => {
        oncursor(offset);
      },
      isReadOnly: false,
      isDark: false,
      ...props,
    },
  }) as Pick<Shown, 'reveal' | 'focus'>;
  flushSync();
  leave = () => {
    void unmount(editor);
    target.remove();
  };
  const root = target.querySelector('.source')?.shadowRoot;
  if (root === null || root === undefined) throw new Error('There is no editor.');
  return { oncursor, reveal: editor.reveal, focus: editor.focus, root };
}

const surface = () => page.getByRole('textbox', { name: 'Source' });
const text = 'millrace: 1\nid: x\ntasks:\n  a:\n    type: noop\n';

describe('what is typed in the source', () => {
  test('goes out as changes of the text, at once', async () => {
    const source = new TestDocument(text);
    const editor = open(source);
    await expect.element(surface()).toBeVisible();

    editor.reveal(text.indexOf('x') + 1);
    editor.focus();
    await userEvent.keyboard('yz');

    expect(source.typed).toEqual([
      [{ from: 17, to: 17, insert: 'y' }],
      [{ from: 18, to: 18, insert: 'z' }],
    ]);
    expect(editor.oncursor).toHaveBeenLastCalledWith(19);
  });

  test.each([
    ['a byte order mark and an emoji', '\ufeff# 👍\nid: x\n'],
    ['CR LF', '# 👍\r\nid: x\r\ntasks: {}\r\n'],
  ])('has the offsets of the text itself, with %s', async (_what, typed) => {
    const source = new TestDocument(typed);
    const editor = open(source);

    editor.reveal(typed.indexOf('x') + 1);
    editor.focus();
    await userEvent.keyboard('y{End}z{Enter}#{Backspace}{Backspace}');

    expect(source.text).toBe(typed.replace('x', 'xyz'));
  });

  test('keeps the line ends of the file', async () => {
    const source = new TestDocument('a: 1\r\nb: 2\r\n');
    const editor = open(source, { complete: () => Promise.resolve(null) });

    editor.reveal(4);
    editor.focus();
    await userEvent.keyboard('{Enter}c: 3{ArrowDown}{Home}{Backspace}, {Delete}{Enter}d: 4{Enter}');

    expect(source.text).toBe('a: 1\r\nc: 3, \r\nd: 4\r\n: 2\r\n');
  });

  test('is undone by the document', async () => {
    const source = new TestDocument(text);
    const editor = open(source);

    editor.focus();
    await userEvent.keyboard('{Control>}z{/Control}{Control>}y{/Control}');
    await userEvent.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');

    expect(source.undo).toHaveBeenCalledTimes(1);
    expect(source.redo).toHaveBeenCalledTimes(2);
    expect(source.typed).toEqual([]);
  });

  test('does not get in while it is to be read only', async () => {
    const source = new TestDocument(text);
    const editor = open(source, { isReadOnly: true });

    editor.focus();
    await userEvent.keyboard('x');

    expect(source.typed).toEqual([]);
  });
});

describe('what comes from elsewhere', () => {
  test('comes in, keeps the cursor, is washed, and does not go out again', async () => {
    const source = new TestDocument(text);
    const editor = open(source);
    editor.reveal(text.indexOf('noop'));
    editor.focus();

    source.change([{ from: 0, to: 0, insert: '# new\n' }]);

    expect(editor.root.querySelector('.cm-line.cm-arrived')?.textContent).toBe('# new');
    expect(source.typed).toEqual([]);
    await userEvent.keyboard('x');
    expect(source.text).toBe(`# new\n${text.replace('noop', 'xnoop')}`);
  });
});

describe('the source', () => {
  test('completes by the keyboard, and says what a field is for', async () => {
    const source = new TestDocument(text);
    const editor = open(source);
    editor.reveal(text.length);
    editor.focus();

    await userEvent.keyboard('    dep');
    await expect.element(page.getByRole('option', { name: 'dependencies' })).toBeVisible();
    const opened = performance.now();
    await vi.waitFor(() => {
      const said = editor.root.querySelector('.cm-completionInfo')?.textContent;
      expect(said).toContain('The tasks that must end before this one');
    });
    // A list that has just opened takes no keys: they were meant for the text.
    await vi.waitFor(() => {
      expect(performance.now() - opened).toBeGreaterThan(100);
    });
    await userEvent.keyboard('{Enter}');

    await vi.waitFor(() => {
      expect(source.text).toBe(`${text}    dependencies: `);
    });
  });

  test('explains the word at the cursor', async () => {
    const editor = open(new TestDocument(text));
    editor.reveal(text.indexOf('type') + 2);
    editor.focus();

    await userEvent.keyboard('{F1}');
    await expect.element(page.getByRole('tooltip')).toMatchTextContent('What runs the task.');
    await userEvent.keyboard('{Escape}');

    await vi.waitFor(() => {
      expect(editor.root.querySelector('[role=tooltip]')).toBeNull();
    });
  });

  test('shows problems at their words and lines', async () => {
    const problem: Problem = {
      code: 'unknownType',
      severity: 'error',
      reason: 'unknownType',
      args: { type: 'noop', known: ['js'] },
      line: 5,
      column: 11,
      path: ['tasks', 'a', 'type'],
      taskIds: [],
      hint: 'js',
    };
    const source = new TestDocument(text, { problems: [problem] });
    const editor = open(source);

    await vi.waitFor(() => {
      expect(editor.root.querySelector('.cm-lintRange-error')?.textContent).toBe('noop');
    });
    expect(editor.root.querySelector('.cm-line.cm-wrong')?.textContent).toBe('    type: noop');
  });

  test('washes the lines of the selected task', () => {
    const from = text.indexOf('  a:');
    const editor = open(new TestDocument(text), { marked: { from, to: text.length - 1 } });

    const lines = [...editor.root.querySelectorAll('.cm-line.cm-marked')].map(
      (line) => line.textContent,
    );
    expect(lines).toEqual(['  a:', '    type: noop']);
  });

  test('lets whoever presses Escape and Tab leave', async () => {
    const editor = open(new TestDocument(text));
    const after = document.createElement('button');
    document.body.append(after);

    editor.focus();
    await userEvent.keyboard('{Escape}{Tab}');

    expect(document.activeElement).toBe(after);
    after.remove();
  });

  test('draws what is in sight of a large text and a thousand problems, and anew what a letter changes', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => {
      const id = String(index);
      return `  task${id}:\n    type: js\n    dependencies: [task${id}]\n    with:\n      code: |\n        export default () => {\n          return ${id};\n        };\n`;
    });
    const large = `millrace: 1\nid: x\ntasks:\n${lines.join('')}`;
    const problems = lines.map((_, index): Problem => ({
      code: 'cycle',
      severity: 'error',
      reason: 'cycle',
      args: {},
      line: 6 + index * 8,
      column: 20,
      path: [],
      taskIds: [],
      hint: null,
    }));
    const source = new TestDocument(large, { problems });
    // Asked of a worker in the page.
    const editor = open(source, { complete: () => Promise.resolve(null) });
    editor.focus();
    editor.reveal(large.indexOf('return 500') + 6);
    await vi.waitFor(() => {
      expect(editor.root.querySelector('[data-language]')).not.toBeNull();
    });
    await Promise.all(
      Array.from({ length: 5 }, () => new Promise((resolve) => requestIdleCallback(resolve))),
    );
    let drawn = 0;
    const observer = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) drawn += addedNodes.length;
    });
    observer.observe(editor.root, { childList: true, subtree: true });

    await userEvent.keyboard('abcdefghij'.repeat(3));
    await vi.waitFor(() => {
      expect(source.typed).toHaveLength(30);
    });
    observer.disconnect();

    expect(editor.root.querySelectorAll('.cm-line').length).toBeLessThan(200);
    expect(drawn).toBeLessThan(30 * 10);
  });
});
