/** A workflow of sealed tasks, what it must give, and the same work as a plain loop. */
export interface Workload {
  readonly name: string;
  readonly what: string;
  /** Of the plain loop's time, at most. */
  readonly target: number;
  readonly workflowId: string;
  readonly text: string;
  readonly last: string;
  readonly expected: number;
  /** One function a task, each given the one before; the plain loop appends and fsyncs after each. */
  readonly steps: readonly ((before: number) => number)[];
  /** Executions, and how many of them at a time. */
  readonly executions: { readonly count: number; readonly atOnce: number };
}

const once = { count: 1, atOnce: 1 } as const;

type Tasks = Record<string, unknown>;

function toText(id: string, tasks: Tasks): string {
  return JSON.stringify({ millrace: 1, id, name: id, tasks });
}

function code(expression: string): { readonly code: string } {
  return { code: `export default ({ inputs }) => ${expression};` };
}

/** W1: a chain of 100 tasks, each the one before plus 1. */
function chain(): Workload {
  const tasks: Tasks = { t0: { type: 'js', with: code('1') } };
  for (let index = 1; index < 100; index += 1) {
    const before = `t${String(index - 1)}`;
    tasks[`t${String(index)}`] = {
      type: 'js',
      dependencies: [before],
      with: code(`inputs.${before} + 1`),
    };
  }
  return {
    name: 'W1',
    what: 'chain of 100 tasks, each the one before plus 1',
    target: 4,
    workflowId: 'bench-w1',
    text: toText('bench-w1', tasks),
    last: 't99',
    expected: 100,
    steps: Array.from({ length: 100 }, () => (before: number) => before + 1),
    executions: once,
  };
}

/** W2: one source, 1,000 distinct tasks, one sink that sums. */
function fan(): Workload {
  const width = 1_000;
  const tasks: Tasks = { source: { type: 'js', with: code('2') } };
  const names = Array.from({ length: width }, (_value, index) => `t${String(index)}`);
  for (const [index, name] of names.entries()) {
    const factor = String(index + 1);
    tasks[name] = {
      type: 'js',
      dependencies: ['source'],
      with: code(`inputs.source * ${factor} + ${factor}`),
    };
  }
  tasks['sink'] = {
    type: 'js',
    dependencies: names,
    with: code('Object.values(inputs).reduce((sum, value) => sum + value, 0)'),
  };
  const sum = (3 * width * (width + 1)) / 2;
  return {
    name: 'W2',
    what: 'one source, 1,000 distinct tasks, one sink that sums',
    target: 0.5,
    workflowId: 'bench-w2',
    text: toText('bench-w2', tasks),
    last: 'sink',
    expected: sum,
    steps: Array.from({ length: width + 2 }, (_value, index) => (before: number) => before + index),
    executions: once,
  };
}

/** W5: one task, end to end, on an idle engine. */
function single(): Workload {
  return {
    name: 'W5',
    what: 'one task, end to end, on an idle engine',
    target: 12,
    workflowId: 'bench-w5',
    text: toText('bench-w5', { only: { type: 'js', with: code('42') } }),
    last: 'only',
    expected: 42,
    steps: [() => 42],
    executions: once,
  };
}

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/** W3: the same computation in sequence; `n` says how long one takes. */
function sequence(
  name: string,
  { count, n, target }: { count: number; n: number; target: number },
): Workload {
  const text = 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));';
  const tasks: Tasks = {};
  for (let index = 0; index < count; index += 1) {
    tasks[`t${String(index)}`] = {
      type: 'js',
      dependencies: index === 0 ? [] : [`t${String(index - 1)}`],
      with: { code: `${text}\nexport default () => fib(${String(n)});` },
    };
  }
  const id = `bench-${name.toLowerCase()}`;
  return {
    name,
    what: `${String(count)} × fib(${String(n)}) in sequence`,
    target,
    workflowId: id,
    text: toText(id, tasks),
    last: `t${String(count - 1)}`,
    expected: fib(n),
    steps: Array.from({ length: count }, () => () => fib(n)),
    executions: once,
  };
}

/** W4: 200 executions of a chain of 5 tasks, 20 at a time. */
function many(): Workload {
  const tasks: Tasks = { t0: { type: 'js', with: code('1') } };
  for (let index = 1; index < 5; index += 1) {
    const before = `t${String(index - 1)}`;
    tasks[`t${String(index)}`] = {
      type: 'js',
      dependencies: [before],
      with: code(`inputs.${before} + 1`),
    };
  }
  return {
    name: 'W4',
    what: '200 executions of a chain of 5 tasks, 20 at a time',
    target: 1.5,
    workflowId: 'bench-w4',
    text: toText('bench-w4', tasks),
    last: 't4',
    expected: 5,
    steps: Array.from({ length: 1_000 }, () => (before: number) => before + 1),
    executions: { count: 200, atOnce: 20 },
  };
}

export const workloads: readonly Workload[] = [
  chain(),
  fan(),
  single(),
  sequence('W3a', { count: 40, n: 10, target: 4 }),
  sequence('W3b', { count: 10, n: 33, target: 1.1 }),
  many(),
];
