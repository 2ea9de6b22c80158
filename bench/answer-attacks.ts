/** What a task may do to the isolates; each on as many of them as there are processors, or more. */
export interface Attack {
  readonly name: string;
  readonly does: string;
  /** By the id of its task. */
  readonly tasks: Readonly<Record<string, object>>;
  /** The frame's process is ended in the middle of each half. */
  readonly crashes: boolean;
}

const js = (code: string, timeoutSeconds: number) => ({
  type: 'js',
  with: { code },
  timeoutSeconds,
});

function many(count: number, task: object): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_item, index) => [`t${String(index)}`, task]),
  );
}

/** @param seconds how long each is to last at least. */
export function attacksOn(processors: number, seconds: number): readonly Attack[] {
  const each = processors * 2;
  return [
    {
      name: 'quiet',
      does: 'no attack: two tasks that wait',
      tasks: many(2, { type: 'wait', with: { seconds: 600 } }),
      crashes: false,
    },
    {
      name: 'loop',
      does: 'endless loops',
      tasks: many(processors, js('export default () => { for (;;); };', seconds)),
      crashes: false,
    },
    {
      name: 'flood',
      does: 'tasks that say 1,000 lines of 500 letters each as fast as they can, one after the other',
      tasks: many(
        seconds * each * 10,
        js(
          "export default ({ log }) => { for (let i = 0; i < 2000; i++) log('x'.repeat(500)); return 1; };",
          60,
        ),
      ),
      crashes: false,
    },
    {
      name: 'memory',
      does: 'tasks that fill all the memory there is with arrays, before honest ones of 100 ms',
      tasks: {
        ...many(
          seconds * 10 * each,
          js(
            'export default () => { const end = performance.now() + 100; while (performance.now() < end); return 1; };',
            60,
          ),
        ),
        ...many(
          processors,
          js(
            'export default () => { const a = []; for (;;) a.push(new Array(1e6).fill(1.5)); };',
            120,
          ),
        ),
      },
      crashes: false,
    },
    {
      name: 'frame',
      does: 'the process of the frame ended twice under tasks that compute 300 ms each',
      tasks: many(
        Math.ceil(seconds / 0.3) * each,
        js(
          'export default () => { const end = performance.now() + 300; while (performance.now() < end); return 1; };',
          60,
        ),
      ),
      crashes: true,
    },
  ];
}
