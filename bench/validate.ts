import { validateFile } from '#core/dataflow/validate.ts';
import { writeYaml } from '#core/workflow/write.ts';
import { descriptors } from '#handlers/descriptors.ts';

/**
 * How long a large file takes to validate completely, hash included: `node bench/validate.ts
 * [TASKS DEPENDENCIES]`. It prints the median of five runs, in milliseconds.
 */
const [taskCount = 63_000, dependencyCount = 240_000] = process.argv.slice(2).map(Number);
const rounds = 5;

function largeWorkflow(): string {
  const tasks: Record<string, unknown> = {};
  const each = Math.ceil(dependencyCount / taskCount);
  let left = dependencyCount;
  for (let index = 0; index < taskCount; index += 1) {
    const count = Math.min(each, index, left);
    left -= count;
    // Spread over what came before, so that the graph is neither a chain nor a fan.
    const dependencies = Array.from(
      { length: count },
      (_, number) => `task-${String(index - 1 - Math.floor((index * number) / each))}`,
    );
    tasks[`task-${String(index)}`] = { name: `Task ${String(index)}`, type: 'noop', dependencies };
  }
  return JSON.stringify({ millrace: 1, id: 'large', name: 'Large', tasks }, null, 2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function measure(name: string, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const times: number[] = [];
  let result = validateFile({ name, bytes }, descriptors);
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    result = validateFile({ name, bytes }, descriptors);
    times.push(performance.now() - startedAt);
  }
  const facts = {
    name,
    bytes: bytes.length,
    valid: result.valid,
    graph: result.graph,
    milliseconds: Math.round(median(times)),
    runs: times.map(Math.round),
  };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}

const text = largeWorkflow();
measure('large.json', text);
const { workflow } = validateFile(
  { name: 'large.json', bytes: new TextEncoder().encode(text) },
  descriptors,
);
if (workflow !== null) {
  const yaml = writeYaml(workflow);
  if (yaml.length < 8 * 1024 * 1024) measure('large.yaml', yaml);
}
