import type { Target } from './source.ts';

/** Wanted paths as one tree, so that a single walk over a file finds them all. */
export interface TargetNode {
  readonly children: Map<string | number, TargetNode>;
  readonly keyTargets: number[];
  readonly valueTargets: number[];
}

function emptyNode(): TargetNode {
  return { children: new Map(), keyTargets: [], valueTargets: [] };
}

export interface TargetWalk {
  readonly root: TargetNode;
  /** Of each target, -1 until it is found. */
  readonly offsets: number[];
}

export function targetWalk(targets: readonly Target[]): TargetWalk {
  const root = emptyNode();
  targets.forEach(({ path, at }, index) => {
    if (typeof at === 'number') return;
    let node = root;
    for (const part of path) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = emptyNode();
        node.children.set(part, child);
      }
      node = child;
    }
    (at === 'key' ? node.keyTargets : node.valueTargets).push(index);
  });
  const offsets = targets.map(({ at }) => (typeof at === 'number' ? at : -1));
  return { root, offsets };
}

export function foundKey(walk: TargetWalk, node: TargetNode, offset: number): void {
  for (const index of node.keyTargets) walk.offsets[index] = offset;
}

export function foundValue(walk: TargetWalk, node: TargetNode, offset: number): void {
  for (const index of node.valueTargets) walk.offsets[index] = offset;
}
