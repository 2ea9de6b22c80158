import { describe, expect, test } from 'vitest';
import { logBytesPerAttemptMax } from '#core/execution/log.ts';
import { openLog } from './log.ts';

function aLog() {
  const lines: string[] = [];
  const opened = openLog(({ level, message }) => {
    lines.push(`${level} ${message}`);
  });
  return { lines, ...opened };
}

describe('a log', () => {
  test('writes what it is given as text', () => {
    const { log, console, lines } = aLog();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;

    log('a', 1, null, undefined, { b: [2n] });
    log.warn(new TypeError('no'));
    console['log']?.(cyclic, Symbol('s'));

    expect(lines).toEqual([
      'info a 1 null undefined {"b":["2n"]}',
      'warn TypeError: no',
      'info [cannot be shown] Symbol(s)',
    ]);
  });

  test('is bounded by bytes, by the length of a line, and counts the rest', () => {
    const { log, lines, droppedLines } = aLog();

    for (let line = 0; line < 100; line += 1) log('é'.repeat(5_000));

    expect(lines[0]).toHaveLength('info '.length + 4_000);
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) - 'info '.length, 0);
    expect(bytes).toBeLessThanOrEqual(logBytesPerAttemptMax);
    expect(droppedLines()).toBe(100 - lines.length);
  });

  test('is dead after the end', () => {
    const { log, lines, end, droppedLines } = aLog();

    end();
    log('late');

    expect([lines, droppedLines()]).toEqual([[], 0]);
  });
});
