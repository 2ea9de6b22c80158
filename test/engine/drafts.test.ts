import { beforeEach, describe, expect, test } from 'vitest';
import { toWorkflowId } from '#core/shared/ids.ts';
import type { DraftStep } from '#ports/draft-store.ts';
import type { DraftView } from '#ports/engine-api.ts';
import { Bench } from './harness.ts';

const id = toWorkflowId('w');
const source = 'millrace: 1\nid: w\nname: One\ntasks: {}\n';

function changeTo(text: string, draft: DraftView, steps: readonly DraftStep[] = []) {
  const revision = (draft.revision ?? 0) + 1;
  const position = draft.position + steps.length;
  return {
    change: {
      draft: { workflowId: id, text, format: 'yaml', revision, position },
      stepsFrom: draft.position,
      steps,
      forgetBelow: 0,
    },
    expected: draft.revision,
  } as const;
}

describe('a draft', () => {
  let bench: Bench;
  const api = () => bench.api;
  const draft = async () => {
    const found = await api().getDraft(id);
    if (found === null) throw new Error('there is no draft');
    return found;
  };
  const type = async (text: string, edited: { name: string; taskCount: number } | null = null) =>
    api().saveDraft({ ...changeTo(text, await draft()), edited });
  beforeEach(async () => {
    bench = await new Bench().open();
    await api().importWorkflow({ text: source, fileName: 'w.yaml', over: 'ask' });
  });

  test('begins as the text of the version', async () => {
    expect(await draft()).toMatchObject({ text: source, revision: null, versionNumber: 1 });
    expect(await api().getDraft(toWorkflowId('unknown'))).toBeNull();
  });

  test('keeps what was typed, valid or not, and the version stays what it was', async () => {
    const edited = { name: 'Half', taskCount: 2 };
    expect(await type('millrace: [', edited)).toEqual({ kind: 'saved' });

    expect(await draft()).toMatchObject({ text: 'millrace: [', revision: 1 });
    expect((await api().getWorkflow(id))?.source).toBe(source);
    expect((await api().listWorkflows())[0]).toMatchObject({ ...edited, isEdited: true });
    expect((await api().exportWorkflow(id))?.text).toBe('millrace: [');
  });

  test('is refused over a text that another tab has saved meanwhile', async () => {
    const before = await draft();
    await type('# here\n');

    const late = await api().saveDraft({ ...changeTo('# there\n', before), edited: null });

    expect(late).toEqual({ kind: 'changed' });
    expect((await draft()).text).toBe('# here\n');
  });

  test('becomes a version once, when it is valid and says something new (VER-13)', async () => {
    await type(source.replace('One', 'Two'));

    const saved = await api().saveVersion(id, 1);
    expect(saved).toMatchObject({ kind: 'saved', number: 2, isNew: true });
    expect(await api().saveVersion(id, 1)).toMatchObject({ number: 2, isNew: false });

    await type(`# a comment is not new\n${source.replace('One', 'Two')}`);
    expect(await api().saveVersion(id, 2)).toMatchObject({ number: 2, isNew: false });
    expect((await api().listVersions(id)).map(({ number }) => number)).toEqual([2, 1]);
  });

  test('cuts no version while it is invalid, names another workflow, or is not the one meant', async () => {
    await type('millrace: 1\nid: w\n');
    const invalid = await api().saveVersion(id, 1);
    expect(invalid).toMatchObject({ kind: 'invalid', problems: [{ code: 'missingField' }] });

    await type(source.replace('id: w', 'id: other'));
    expect(await api().saveVersion(id, 2)).toEqual({ kind: 'otherId', id: 'other' });
    expect(await api().saveVersion(id, 1)).toEqual({ kind: 'changed' });
    expect(await api().listVersions(id)).toHaveLength(1);
  });

  test('of an earlier version brings its number back and makes no second copy', async () => {
    await type(source.replace('One', 'Two'));
    await api().saveVersion(id, 1);
    await type(source);

    expect(await api().saveVersion(id, 2)).toMatchObject({ number: 1, isNew: false });
    const [newest, oldest] = await api().listVersions(id);
    expect([newest?.isCurrent, oldest?.isCurrent]).toEqual([false, true]);
  });

  test('gives way to an import, which undo takes back', async () => {
    await type('# mine\n');
    const text = source.replace('One', 'Imported');
    await api().importWorkflow({ text, fileName: 'w.yaml', over: 'newVersion' });

    const { text: now, steps, position } = await draft();
    expect(now).toBe(text);
    expect(position).toBe(1);
    expect(steps[0]?.inverse[0]?.insert).toContain('mine');
  });

  test('goes with its workflow and comes back with it', async () => {
    await type('# mine\n');
    await api().deleteWorkflow(id);
    expect(await api().getDraft(id)).toBeNull();
    await api().importWorkflow({ text: source, fileName: 'w.yaml', over: 'ask' });
    expect((await draft()).text).toBe(source);
    await api().deleteWorkflow(id);

    expect(await api().undeleteWorkflow(id)).toBe(true);
    expect((await draft()).text).toBe(source);
  });

  test('is renamed with its workflow', async () => {
    await type(`# mine\n${source}`);
    await api().renameWorkflow(id, 'New name');

    expect((await draft()).text).toBe(`# mine\n${source.replace('One', 'New name')}`);
    expect((await api().getWorkflow(id))?.name).toBe('New name');
  });

  test('of a new workflow stands under a fresh id', async () => {
    const first = await api().createWorkflow('New workflow');
    const second = await api().createWorkflow('New workflow');

    expect(first).toMatchObject({ kind: 'saved', id: 'workflow-1' });
    expect(second).toMatchObject({ kind: 'saved', id: 'workflow-2' });
  });
});
