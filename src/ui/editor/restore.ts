import type { VersionHash, WorkflowId } from '#core/shared/ids.ts';
import { changeBetween, invertChanges } from '#core/workflow/text-change.ts';
import type { Session } from '#ui/app/session.svelte.ts';

export type Restored = 'restored' | 'gone' | 'changed' | 'unknownWorkflow' | 'diskFull' | 'engine';

/** Puts a version's text in the place of the draft, as a step that undo takes back. */
export async function restoreVersion(
  { client }: Session,
  id: WorkflowId,
  hash: VersionHash,
): Promise<Restored> {
  try {
    const [draft, version] = await Promise.all([client.getDraft(id), client.getVersion(hash)]);
    if (draft === null) return 'unknownWorkflow';
    if (version === null) return 'gone';
    const change = changeBetween(draft.text, version.text);
    if (change === null) return 'restored';
    const isOther = version.format !== draft.format;
    const n = draft.position;
    const inverse = invertChanges(draft.text, [change]);
    const revision = (draft.revision ?? 0) + 1;
    const { text, format } = version;
    const saved = await client.saveDraft({
      change: {
        draft: { workflowId: id, text, format, revision, position: isOther ? 0 : n + 1 },
        stepsFrom: isOther ? 0 : n,
        steps: isOther ? [] : [{ n, changes: [change], inverse }],
        forgetBelow: 0,
      },
      expected: draft.revision,
      edited: null,
    });
    if (saved.kind === 'saved') return (await cutAgain(client, id, revision)) ?? 'restored';
    return saved.kind === 'notSaved' ? 'diskFull' : saved.kind;
  } catch {
    // A dead engine: nothing was changed.
    return 'engine';
  }
}

/** What was a version before is one again at once. */
async function cutAgain(
  client: Session['client'],
  id: WorkflowId,
  revision: number,
): Promise<Restored | null> {
  const cut = await client.saveVersion(id, revision);
  if (cut.kind === 'changed' || cut.kind === 'unknownWorkflow') return cut.kind;
  return null;
}
