import { describe, expect, test } from 'vitest';
import { validateText } from '#core/dataflow/validate.ts';
import { toWorkflowId } from '#core/shared/ids.ts';
import { writeYaml } from '#core/workflow/write.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { withoutSource } from '#ports/workflow-store.ts';
import { Bench } from './harness.ts';

const id = toWorkflowId('long');
const tasks = Object.fromEntries(
  Array.from({ length: 2_000 }, (_item, index) => [
    `task-${String(index)}`,
    { name: `Tâche ${String(index)}: "a" # no comment`, type: 'noop', dependencies: [] },
  ]),
);
const { workflow } = validateText(
  JSON.stringify({ millrace: 1, id, name: 'Long', tasks }),
  'json',
  descriptors,
);

async function imported(text: string, fileName: string) {
  const bench = await new Bench().open();
  await bench.api.importWorkflow({ text, fileName, over: 'ask' });
  const [version] = bench.disk.versions.values();
  if (version === undefined) throw new Error('there is no version');
  return { bench, version };
}

describe('a long YAML text', () => {
  const text = workflow === null ? '' : writeYaml(workflow);

  test('is kept as canonical JSON too, which means the same', async () => {
    const { version } = await imported(text, 'long.yaml');

    const read = validateText(version.canonical ?? '', 'json', descriptors);
    expect(read.problems).toEqual([]);
    expect(read.hash).toBe(version.hash);
    expect(version.source).toBe(text);
    expect(withoutSource(version)).not.toHaveProperty('canonical');
  });

  test('is what the engine runs, from either', async () => {
    const { bench, version } = await imported(text, 'long.yaml');
    const fromBoth = await bench.parts.loadPlan(version.hash);
    const plain = { ...withoutSource(version), source: version.source };
    const other = new Bench();
    other.disk.versions.set(version.hash, plain);
    const fromText = await other.parts.loadPlan(version.hash);

    expect(fromBoth?.workflow).toEqual(fromText?.workflow);
    expect(fromBoth?.tasks).toHaveLength(2_000);
  });
});

test.each([
  ['a short text', 'millrace: 1\nid: long\nname: Short\ntasks: {}\n', 'short.yaml'],
  ['JSON', JSON.stringify({ millrace: 1, id, name: 'Long', tasks }), 'long.json'],
])('%s is kept as it is', async (_name, text, fileName) => {
  const { version } = await imported(text, fileName);

  expect(version).not.toHaveProperty('canonical');
});
