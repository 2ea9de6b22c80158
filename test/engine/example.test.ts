import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateText } from '#core/dataflow/validate.ts';
import { descriptors } from '#handlers/descriptors.ts';

const textOf = (name: string) =>
  readFileSync(new URL(`../../public/examples/${name}`, import.meta.url), 'utf8');
const english = textOf('delayed-flights.yaml');
const chinese = textOf('delayed-flights.zh-cn.yaml');
const read = (text: string) => {
  const { workflow, problems } = validateText(text, 'yaml', descriptors);
  if (workflow === null) throw new Error(JSON.stringify(problems));
  return { workflow, problems };
};
/** What the code says to a person, and its columns: the rest is the same. */
const sayings: readonly (readonly [string, string])[] = [
  [
    '${inputs.flights.length} 个航班中有 ${late.length} 个晚点',
    '${late.length} of ${inputs.flights.length} flights were late',
  ],
  ['名单中有 ${unnamed} 个机场没有名称', '${unnamed} airports have no name in the list'],
  ['"机场": airport', 'airport'],
  ['"名称": name', 'name'],
  ['"城市": city', 'city'],
  ['晚点航班', 'late flights'],
  ['平均晚点', 'mean delay'],
  ['最长晚点', 'longest delay'],
  ['最差时段', 'worst hour'],
];

describe('the example in Chinese', () => {
  test('is as valid as the one in English', () => {
    expect(read(english).problems).toEqual([]);
    expect(read(chinese).problems).toEqual([]);
  });

  test('has the id and the name that the surface gives it, and the same tasks and params', () => {
    const [ours, theirs] = [read(chinese).workflow, read(english).workflow];

    expect([ours.id, ours.name]).toEqual(['delayed-flights', 'Delayed flights by airport']);
    expect([ours.id, ours.name]).toEqual([theirs.id, theirs.name]);
    const bare = ({ tasks }: typeof ours) =>
      [...tasks.values()].map((task) => ({
        ...task,
        name: '',
        with: { ...task.with, code: typeof task.with['code'] },
      }));
    expect(bare(ours)).toEqual(bare(theirs));
    const paramsOf = ({ params }: typeof ours) =>
      [...params].map(([name, param]) => [name, { ...param, description: '' }]);
    expect(paramsOf(ours)).toEqual(paramsOf(theirs));
  });

  test('runs the same code, but for what that says', () => {
    const [ours, theirs] = [read(chinese).workflow, read(english).workflow];

    for (const [id, task] of ours.tasks) {
      let { code } = task.with;
      if (typeof code !== 'string') continue;
      for (const [said, meant] of sayings) code = code.replace(said, meant);
      expect(code, id).toBe(theirs.tasks.get(id)?.with['code']);
    }
  });

  test('is Chinese where a person reads it', () => {
    const { tasks, params, description } = read(chinese).workflow;
    const shown = [...tasks.values()].map(({ name }) => name);
    const about = [...params.values()].map((param) => param.description);

    for (const words of [description, ...shown, ...about]) expect(words).toMatch(/\p{Script=Han}/u);
    for (const words of [...shown, ...about]) expect(words).not.toMatch(/[a-z]/i);
  });
});
