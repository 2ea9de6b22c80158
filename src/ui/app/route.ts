import { toExecutionId, toWorkflowId } from '#core/shared/ids.ts';
import type { ExecutionId, WorkflowId } from '#core/shared/ids.ts';

export type Route =
  | { readonly kind: 'library' }
  | { readonly kind: 'workflow'; readonly id: WorkflowId }
  | { readonly kind: 'versions'; readonly id: WorkflowId }
  | { readonly kind: 'runs' }
  | { readonly kind: 'settings' }
  /** Nothing is synced here; the address exists, so that whoever has it is told so. */
  | { readonly kind: 'conflicts' }
  | { readonly kind: 'run'; readonly id: ExecutionId; readonly taskId: string | null }
  /** A whole workflow in the address; nothing of it is saved. */
  | { readonly kind: 'preview'; readonly data: string }
  | { readonly kind: 'unknown' };

/** @param hash as in `location.hash`, with or without its `#`. */
export function toRoute(hash: string): Route {
  const [first, id, third, taskId, ...more] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decodePart);
  const depth = [id, third, taskId].filter((part) => part !== undefined).length;
  if (more.length > 0 || first === undefined) return { kind: 'unknown' };
  if (first === '' && depth === 0) return { kind: 'library' };
  if (first === 'runs' && depth === 0) return { kind: 'runs' };
  if (first === 'settings' && depth === 0) return { kind: 'settings' };
  if (first === 'conflicts' && depth === 0) return { kind: 'conflicts' };
  if (id === undefined || id === null || id === '') return { kind: 'unknown' };
  if (first === 'preview' && depth === 1) return { kind: 'preview', data: id };
  if (first === 'workflows' && depth === 1) return { kind: 'workflow', id: toWorkflowId(id) };
  if (first === 'workflows' && depth === 2 && third === 'versions') {
    return { kind: 'versions', id: toWorkflowId(id) };
  }
  if (first !== 'runs') return { kind: 'unknown' };
  if (depth === 1) return { kind: 'run', id: toExecutionId(id), taskId: null };
  if (third !== 'tasks' || taskId === undefined || taskId === null) return { kind: 'unknown' };
  return { kind: 'run', id: toExecutionId(id), taskId };
}

export const libraryHref = '#/';
export const runsHref = '#/runs';
export const settingsHref = '#/settings';
export const workflowHref = (id: string): string => `#/workflows/${encodePart(id)}`;
export const previewHref = (data: string): string => `#/preview/${data}`;
export const versionsHref = (id: string): string => `${workflowHref(id)}/versions`;
export const runHref = (id: string): string => `#/runs/${encodePart(id)}`;
export const taskHref = (id: string, taskId: string): string =>
  `${runHref(id)}/tasks/${encodePart(taskId)}`;

/**
 * Ids are any characters, also half a surrogate pair, which `encodeURIComponent` refuses: such an
 * id is written as `~` and its UTF-16 units in hex.
 */
function encodePart(part: string): string {
  if (part.isWellFormed()) return encodeURIComponent(part).replace(/^~/, '%7E');
  const units = Array.from({ length: part.length }, (_, index) => part.charCodeAt(index));
  return `~${units.map((unit) => unit.toString(16).padStart(4, '0')).join('')}`;
}

/** @returns null for what nothing was ever encoded to. */
function decodePart(part: string): string | null {
  const hex = /^~((?:[0-9a-f]{4})+)$/.exec(part)?.[1];
  if (hex !== undefined) {
    return hex.replace(/.{4}/g, (unit) => String.fromCharCode(Number.parseInt(unit, 16)));
  }
  try {
    return decodeURIComponent(part);
  } catch {
    // Not ours: a person or another program wrote a lone `%`.
    return null;
  }
}
