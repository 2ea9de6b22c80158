import { unreachable } from '#core/shared/assert.ts';
import type { PatchRefusal } from '#core/workflow/patch/operation.ts';
import { visibleText } from '#text/problem-message.ts';
import type { Text } from '#text/text.ts';

/** Why an act left a text as it was, and what to do. */
export function patchRefusal(refusal: PatchRefusal, { refused }: Text['editing']): string {
  switch (refusal.code) {
    case 'unreadable':
    case 'emptyId':
      return refused[refusal.code];
    case 'taskExists':
    case 'unknownTask':
      return refused[refusal.code](visibleText(refusal.taskId));
    case 'notConnected':
    case 'cycle':
      return refused[refusal.code](visibleText(refusal.taskId), visibleText(refusal.dependency));
    case 'shared':
      return refused.shared(visibleText(refusal.path.join('.')));
    default:
      return unreachable(refusal);
  }
}
