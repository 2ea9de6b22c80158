import { describe, expect, test } from 'vitest';
import { toWorkflowId } from '#core/shared/ids.ts';
import { typedUnitsMax } from '#engine/typed.ts';
import { Bench } from './harness.ts';

const id = toWorkflowId('w');
const typed = (name: string, text: string) => ({ name, type: 'string', text });

describe('what is typed for a run that was not ordered yet', () => {
  test('is nothing at first, and then what was typed last, of each workflow its own', async () => {
    const { api } = await new Bench().open();
    expect(await api.getTyped(id)).toEqual([]);

    await api.keepTyped(id, [typed('a', '1'), typed('__proto__', '2')]);
    await api.keepTyped(id, [typed('a', '15')]);

    expect(await api.getTyped(id)).toEqual([typed('__proto__', '2'), typed('a', '15')]);
    expect(await api.getTyped(toWorkflowId('v'))).toEqual([]);
  });

  test('goes where it is taken away; the others stay', async () => {
    const { api } = await new Bench().open();
    await api.keepTyped(id, [typed('a', '1'), typed('b', '2')]);

    expect(await api.keepTyped(id, [{ name: 'a', text: null }])).toBe('kept');

    expect(await api.getTyped(id)).toEqual([typed('b', '2')]);
  });

  test('is bounded: of too much, what was typed last', async () => {
    const { api } = await new Bench().open();
    await api.keepTyped(id, [typed('a', '1')]);

    await api.keepTyped(id, [typed('b', 'x'.repeat(typedUnitsMax - 3)), typed('c', '3')]);
    expect((await api.getTyped(id)).map(({ name }) => name)).toEqual(['b', 'c']);

    await api.keepTyped(id, [typed('d', 'x'.repeat(typedUnitsMax))]);
    expect((await api.getTyped(id)).map(({ name }) => name)).toEqual(['b', 'c']);
  });

  test('is nothing where a backup of another hand holds something else', async () => {
    const bench = await new Bench().open();
    const stored = [{ name: 'a' }, 7, typed('b', '2')];
    await bench.parts.store.settings.set('typed:w', stored);
    await bench.parts.store.settings.set('typed:v', 'nothing');

    expect(await bench.api.getTyped(id)).toEqual([typed('b', '2')]);
    expect(await bench.api.getTyped(toWorkflowId('v'))).toEqual([]);
  });

  test('goes with its workflow, and comes back with it', async () => {
    const { api } = await new Bench().open();
    const text = 'millrace: 1\nid: w\ntasks: {}\n';
    await api.importWorkflow({ text, fileName: 'w.yaml', over: 'ask' });
    await api.keepTyped(id, [typed('a', '1')]);

    await api.deleteWorkflow(id);
    expect(await api.getTyped(id)).toEqual([]);
    await api.undeleteWorkflow(id);

    expect(await api.getTyped(id)).toEqual([typed('a', '1')]);
  });
});
