import { call, type Site } from './browser.ts';
import { toMeasured, type Measured } from './result.ts';

const rounds = 15;
const warmUps = 3;

/** A new workflow each round, so that no isolate has its code; importing it is not in the time. */
export async function* measureSpawn(site: Site): AsyncGenerator<Measured> {
  const opened = await site.openBrowser();
  try {
    const page = await opened.openPage();
    const runs: number[] = [];
    for (let round = -warmUps; round < rounds; round += 1) {
      const id = `bench-spawn-${String(round + warmUps)}`;
      const code = `export default () => ${JSON.stringify(id)};`;
      const tasks = { only: { type: 'js', with: { code } } };
      await call(page, 'import', JSON.stringify({ millrace: 1, id, name: id, tasks }));
      const ran = await call(page, 'run', id);
      const output = await call(page, 'output', ran.id, 'only');
      if (output !== id) throw new Error(`${id} gave ${JSON.stringify(output)}`);
      if (round >= 0) runs.push(ran.firstMs);
    }
    yield toMeasured({
      name: 'spawn',
      unit: 'ms',
      runs,
      target: null,
      what: 'from the order for a run of a version that no isolate knows to the news of its first result; one js task, a new workflow each round',
    });
  } finally {
    await opened.close();
  }
}
