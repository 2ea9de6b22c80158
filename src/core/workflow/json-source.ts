import type { JsonValue } from '#core/shared/json.ts';
import type { Draft } from './draft.ts';
import { collectDrafts } from './draft.ts';
import { scanJson } from './json-scan.ts';
import type { ScanStop } from './json-scan.ts';
import { limits } from './limits.ts';
import { lineIndex } from './line-index.ts';
import type { Place } from './problem.ts';
import { isIndexKey } from './source.ts';
import type { ParsedSource, Span, Target } from './source.ts';
import { foundKey, foundValue, targetWalk } from './targets.ts';
import type { TargetNode } from './targets.ts';

export function parseJsonSource(text: string): ParsedSource {
  const { report, list } = collectDrafts();
  const order = keyOrderRecorder();
  const stop = scanJson(text, {
    ...order.visitor,
    duplicateKey: (path, offset) => {
      const args = { key: path.at(-1) ?? '' };
      report({ code: 'duplicateKey', reason: 'duplicateKey', args, path, at: offset });
    },
    number: (loss, path, offset, number) => {
      const args = { text: number };
      if (loss === 'digits') {
        report({ code: 'inexactNumber', reason: 'digits', args, path, at: offset });
      } else {
        report({ code: 'outOfRange', reason: 'numberTooLarge', args, path, at: offset });
      }
    },
  });
  const locate = locator(text);
  if (stop !== null) return { tree: null, drafts: [...list, stopDraft(text, stop)], locate };
  const root = JSON.parse(text) as JsonValue;
  const spansIn = (key: string) => spansOf(text, key);
  return { tree: { root, keyOrders: order.keyOrders, locate, spansIn }, drafts: list, locate };
}

/** A walk of its own, for whoever asks. */
function spansOf(text: string, wanted: string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  let depth = 0;
  let isInside = false;
  let open: { readonly name: string; readonly from: number } | null = null;
  const end = (to: number) => {
    if (open !== null) spans.set(open.name, { from: open.from, to });
    open = null;
  };
  scanJson(text, {
    open: () => (depth += 1),
    close: (offset) => {
      depth -= 1;
      if (depth === 2) end(offset);
      // What ends with its map is a value without brackets.
      if (depth === 1) end(offset - 1);
    },
    key: (name, from) => {
      if (depth === 1) isInside = name === wanted;
      if (depth !== 2 || !isInside) return;
      end(text.lastIndexOf(',', from));
      open = { name, from };
    },
  });
  return spans;
}

function stopDraft(text: string, { reason, offset, path }: ScanStop): Draft {
  if (reason === 'nesting') {
    return { code: 'limit', reason, args: { maximum: limits.nesting }, path, at: offset };
  }
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0x20);
  return { code: 'syntax', reason, args: { character }, path, at: offset };
}

/** Notes the order of keys in the maps below the root that JavaScript would reorder. */
function keyOrderRecorder() {
  const keyOrders = new Map<string, readonly string[]>();
  let depth = 0;
  let parent = '';
  let keys: string[] = [];
  let hasIndexKey = false;
  const visitor = {
    open: () => {
      depth += 1;
      if (depth === 2) keys = [];
    },
    close: () => {
      if (depth === 2 && hasIndexKey) keyOrders.set(parent, [...new Set(keys)]);
      if (depth === 2) hasIndexKey = false;
      depth -= 1;
    },
    key: (key: string) => {
      if (depth === 1) parent = key;
      if (depth !== 2) return;
      keys.push(key);
      if (!hasIndexKey && isIndexKey(key)) hasIndexKey = true;
    },
  };
  return { keyOrders, visitor };
}

function locator(text: string): (targets: readonly Target[]) => readonly Place[] {
  const placeOf = lineIndex(text);
  return (targets) => offsetsOf(text, targets).map((offset) => placeOf(Math.max(offset, 0)));
}

function offsetsOf(text: string, targets: readonly Target[]): readonly number[] {
  const walk = targetWalk(targets);
  if (targets.every(({ at }) => typeof at === 'number')) return walk.offsets;
  // The wanted part of each open container; undefined where nothing below is wanted.
  const open: (TargetNode | undefined)[] = [];
  let current: TargetNode | undefined = walk.root;
  foundKey(walk, walk.root, Math.max(text.search(/[^ \t\r\n]/), 0));
  scanJson(text, {
    open: () => {
      open.push(current);
    },
    close: () => {
      open.pop();
    },
    key: (key, offset) => {
      current = open.at(-1)?.children.get(key);
      if (current !== undefined) foundKey(walk, current, offset);
    },
    value: (offset, index) => {
      if (index >= 0) current = open.at(-1)?.children.get(index);
      if (current === undefined) return;
      foundValue(walk, current, offset);
      if (index >= 0) foundKey(walk, current, offset);
    },
  });
  return walk.offsets;
}
