import { isDeepStrictEqual } from 'node:util';
import { failureMessageLengthMax } from '#core/execution/failure.ts';
import { logBytesPerAttemptMax, logLinesPerAttemptMax } from '#core/execution/log.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import type { Oracle, SandboxCase } from './corpus.ts';
import { golden, nextOutput, type Observation } from './run-case.ts';

/** @returns what is wrong; null when the oracle holds. */
type Judge = (seen: Observation, oracle: Oracle, one: SandboxCase) => string | null;

const claim = (holds: boolean, otherwise: string): string | null => (holds ? null : otherwise);

function outputOf(report: Observation['attack']): unknown {
  return report?.outcome.kind === 'succeeded' ? report.outcome.output : undefined;
}

/** Everything the attack could have put words into. */
function traces({ attack, logs, strange, hits }: Observation): string {
  return JSON.stringify([attack?.outcome, logs, strange, hits]);
}

const noCanary: Judge = (seen) => claim(!traces(seen).includes('CANARY'), 'a canary was found');
const noDamage: Judge = ({ damage }) => claim(damage.length === 0, damage.join('; '));

const lateEffects: Judge = ({ attack, reports, logs, strange }) => {
  const mine = reports.filter(({ taskId }) => taskId === 'attack');
  const endMs = attack?.atMs ?? 0;
  const late = logs.filter(({ taskId, atMs }) => taskId === 'attack' && atMs > endMs);
  return claim(
    mine.length === 1 && late.length === 0 && strange.length === 0,
    `${String(mine.length)} reports, ${String(late.length)} late lines`,
  );
};

const judges: Readonly<Record<string, Judge>> = {
  no_canary: noCanary,
  output_field_not: ({ attack }, { path = '', value = null }) => {
    const output = outputOf(attack);
    const field = isJsonObject(output) ? own(output, path) : undefined;
    return claim(field !== value, `output.${path} is ${JSON.stringify(value)}`);
  },
  output_equals: ({ attack }, { value }) =>
    claim(isDeepStrictEqual(outputOf(attack), value), JSON.stringify(attack?.outcome)),
  settles: ({ tookMs }, _oracle, { input }) =>
    claim(tookMs <= input.limits.timeoutMs + 1_000, `took ${tookMs.toFixed(0)} ms`),
  sink_silent: ({ hits }) => claim(hits.length === 0, hits.join(', ')),
  sibling_ok: ({ sibling }) =>
    claim(isDeepStrictEqual(outputOf(sibling), golden), JSON.stringify(sibling?.outcome)),
  next_ok: ({ next }) =>
    claim(isDeepStrictEqual(outputOf(next), nextOutput), JSON.stringify(next?.outcome)),
  host_responsive: ({ gapMs }, { maxGapMs = 250 }) =>
    claim(gapMs <= maxGapMs, `a gap of ${gapMs.toFixed(0)} ms`),
  app_alive: ({ next }) => claim(next !== undefined, 'no answer'),
  app_lock_held: noDamage,
  host_proto_clean: noDamage,
  host_builtins_intact: noDamage,
  no_late_effects: lateEffects,
  not_forged: ({ sibling, next, strange, logs }) => {
    const others = logs.filter(({ taskId }) => taskId !== 'attack');
    const text = JSON.stringify([sibling, next, strange, others]);
    return claim(!text.includes('FORGED'), 'FORGED outside the attack');
  },
  output_plain: ({ attack }) => {
    const output = outputOf(attack);
    const copy: unknown = output === undefined ? undefined : JSON.parse(JSON.stringify(output));
    return claim(isDeepStrictEqual(output, copy), 'not plain JSON');
  },
  error_is_plain: ({ attack }) => {
    if (attack?.outcome.kind !== 'failed') return 'did not fail';
    const { code, message } = attack.outcome.failure;
    const isBounded = code.length <= 64 && message.length <= failureMessageLengthMax;
    return claim(isBounded && typeof message === 'string', 'not bounded text');
  },
  storage_bounded: ({ attack, logs }) => {
    const mine = logs.filter(({ taskId }) => taskId === 'attack');
    const bytes = mine.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    const output = JSON.stringify(outputOf(attack) ?? null).length;
    return claim(
      mine.length <= logLinesPerAttemptMax &&
        bytes <= logBytesPerAttemptMax + 16_000 &&
        output <= 16 * 1024 * 1024,
      `${String(mine.length)} lines, ${String(bytes)} bytes`,
    );
  },
  // Nobody could answer a prompt in this page; one would keep the attack from ending in time.
  no_prompt: ({ attack }) => claim(attack !== undefined, 'it did not end'),
};

/** The corpus' words for how an attack may end. */
export function statusOf({ attack }: Observation): string {
  const outcome = attack?.outcome;
  if (outcome === undefined) return 'nothing';
  if (outcome.kind === 'stopped') return 'cancelled';
  if (outcome.kind !== 'failed') return outcome.kind;
  if (outcome.failure.code === 'timeout') return 'timeout';
  return outcome.failure.code === 'isolateLost' ? 'killed' : 'failed';
}

export function judge(one: SandboxCase, seen: Observation): string[] {
  const complaints = one.expect.oracles.map((oracle) => {
    const judgeOf = judges[oracle.kind];
    if (judgeOf === undefined) return `${oracle.kind}: no such oracle`;
    const complaint = judgeOf(seen, oracle, one);
    return complaint === null ? null : `${oracle.kind}: ${complaint}`;
  });
  const status = statusOf(seen);
  return [
    one.expect.status.includes(status)
      ? null
      : `status ${status} ${JSON.stringify(seen.attack?.outcome)}`,
    ...complaints,
  ].filter((complaint) => complaint !== null);
}
