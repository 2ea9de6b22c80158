import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = 'src/node/cli/main.ts';

interface Exported {
  readonly status: string;
  readonly outputsHash: string;
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly state: string;
        readonly output: unknown;
        readonly attempts: readonly { readonly recovered: boolean }[];
      }
    >
  >;
  readonly journal: readonly { readonly type: string; readonly taskId?: string }[];
}

/** Each is a process of its own, some of them many. */
const timeout = 60_000;

describe('the command line', { timeout }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function millrace(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, stdout, stderr };
  }
  function write(name: string, workflow: unknown): string {
    const path = join(folder, name);
    writeFileSync(path, typeof workflow === 'string' ? workflow : JSON.stringify(workflow));
    return path;
  }
  function chain(length: number, seconds: number): unknown {
    const tasks = Object.fromEntries(
      Array.from({ length }, (_value, index) => [
        `t${String(index)}`,
        {
          type: 'noop',
          with: { output: index, seconds },
          dependencies: index === 0 ? [] : [`t${String(index - 1)}`],
        },
      ]),
    );
    return { millrace: 1, id: 'chain', tasks };
  }

  test('validates several files and answers for each, in their order', () => {
    const good = write('good.yaml', 'millrace: 1\nid: good\ntasks: {}\n');
    const bad = write(
      'bad.yaml',
      'millrace: 1\nid: bad\ntasks:\n  a: { type: noop, dependencies: [a, b] }\n',
    );

    const { status, stdout } = millrace('validate', good, bad, '--json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      millrace: 1,
      files: [
        { file: good, valid: true, graph: { tasks: 0, dependencies: 0, levels: 0, width: 0 } },
        {
          file: bad,
          valid: false,
          hash: null,
          graph: null,
          problems: [
            { code: 'cycle', line: 4, taskIds: ['a'] },
            { code: 'unknownTask', line: 4 },
          ],
        },
      ],
    });
  });

  test.each([
    [['validate', '/nowhere/w.yaml'], 'unreadableFile'],
    [['run'], 'usage'],
    [['nonsense'], 'usage'],
    [['validate', '--nonsense'], 'usage'],
    [['schema', 'nonsense'], 'usage'],
  ])('answers wrong usage %j with exit code 2 and its code', (args, code) => {
    const { status, stdout } = millrace(...args, '--json');

    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
  });

  test('runs to the end and exports; without --journal nothing is kept', () => {
    const file = write('w.json', chain(3, 0));

    const { status, stdout } = millrace('run', file, '--json');

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      millraceExecution: 1,
      status: 'completed',
      tasks: { t2: { state: 'succeeded', output: 2 } },
    });
    expect(readdirSync(folder)).toEqual(['w.json']);
  });

  test('fills params, and a file for a param of type file', () => {
    const file = write('w.json', {
      millrace: 1,
      id: 'w',
      params: { n: { type: 'integer' }, table: { type: 'file' } },
      tasks: {
        echo: { type: 'noop', with: { output: '${{ params.n + 1 }}' } },
        read: { type: 'files', with: { param: 'table', format: 'csv' } },
      },
    });
    const table = write('t.csv', 'a,b\n1,x\n');

    const { stdout } = millrace(
      'run',
      file,
      '--param',
      'n=41',
      '--input',
      `table=${table}`,
      '--json',
    );

    const { tasks } = JSON.parse(stdout) as Exported;
    expect(tasks['echo']?.output).toBe(42);
    expect(tasks['read']?.output).toEqual([{ a: 1, b: 'x' }]);
  });

  test('refuses sealed code, which it has no isolates for', () => {
    const file = write('w.json', {
      millrace: 1,
      id: 'w',
      tasks: { a: { type: 'js', with: { code: 'export default () => 1' } } },
    });

    const { status, stdout } = millrace('run', file, '--json');

    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'noIsolates' } });
  });

  test('waits no longer when only a missing thing could move it, and says what', () => {
    const file = write('w.json', {
      millrace: 1,
      id: 'w',
      tasks: { a: { type: 'command', with: { command: 'ls' } } },
    });

    const { status, stdout } = millrace('run', file, '--json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'waiting',
      tasks: { a: { state: 'waiting', cause: { code: 'agent' } } },
    });
  });

  test('resumes after kill -9 under the same key: nothing that succeeded starts again (REC-10, GEN-03)', async () => {
    const file = write('w.json', chain(30, 0.05));
    const journal = join(folder, 'journal');
    const whole = JSON.parse(millrace('run', file, '--json').stdout) as Exported;

    await killHalfWay(file, journal);
    const resumed = millrace('run', file, '--json', '--journal', journal, '--key', 'k');

    const exported = JSON.parse(resumed.stdout) as Exported;
    expect(resumed.status).toBe(0);
    expect(exported.outputsHash).toBe(whole.outputsHash);
    const starts = exported.journal.filter((event) => event.type === 'taskStarted');
    const recovered = exported.journal.filter((event) => event.type === 'taskRecovered');
    expect(starts.length).toBe(30 + recovered.length);
    const again = millrace('run', file, '--json', '--journal', journal, '--key', 'k');
    expect(JSON.parse(again.stdout)).toEqual(exported);
  });

  /** Kills when some, but not all, of its events are on disk. */
  async function killHalfWay(file: string, journal: string): Promise<void> {
    const child = spawn(process.execPath, [main, 'run', file, '--journal', journal, '--key', 'k'], {
      stdio: 'ignore',
    });
    const exited = new Promise((resolve) => child.on('exit', resolve));
    const grown = () => {
      if (!existsSync(journal)) return false;
      return readdirSync(journal).some(
        (name) => name.endsWith('-wal') && statSync(join(journal, name)).size > 80_000,
      );
    };
    while (!grown() && child.exitCode === null)
      await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await exited;
  }

  test('refuses another version under a known key', () => {
    const journal = join(folder, 'journal');
    const args = ['--json', '--journal', journal, '--key', 'k'] as const;
    millrace('run', write('a.json', chain(1, 0)), ...args);

    const { status, stdout } = millrace('run', write('b.json', chain(2, 0)), ...args);

    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'versionChanged' } });
  });

  test('plans what is ready, skipped and waiting after given ends', () => {
    const file = write('w.json', {
      millrace: 1,
      id: 'w',
      tasks: Object.fromEntries(
        [
          ['a', []],
          ['b', ['a']],
          ['c', ['b']],
          ['d', ['a']],
          ['e', ['d', 'c']],
          ['f', []],
        ].map(([id, dependencies]) => [id, { type: 'noop', dependencies }]),
      ) as unknown,
    });

    const { status, stdout } = millrace(
      'plan',
      file,
      '--succeeded',
      'a',
      '--failed',
      'b',
      '--json',
    );

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ready: ['d', 'f'],
      skipped: [
        { id: 'c', cause: { code: 'upstreamFailed', taskId: 'b' } },
        { id: 'e', cause: { code: 'upstreamFailed', taskId: 'c' } },
      ],
      waiting: [],
    });
  });

  test.each(['workflow', 'execution'])('prints the published schema of the %s', (name) => {
    const published = readFileSync(`docs/schema/${name}.schema.json`, 'utf8');

    expect(JSON.parse(millrace('schema', name).stdout)).toEqual(JSON.parse(published));
  });
});
