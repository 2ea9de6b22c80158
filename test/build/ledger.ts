import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { own } from '#core/shared/json.ts';
import type { Run } from '#ports/handler.ts';

/** A handler of the test build alone: it tells the test server of every start, then adds one. */
export const ledgerDescriptor: HandlerDescriptor = {
  type: 'ledger',
  version: 1,
  schema: { properties: { milliseconds: { type: 'number' } }, required: [], open: false },
  literal: [],
  effect: 'repeatable',
  place: 'engine',
};

export const runLedger: Run = async (context) => {
  const { key, attempt } = context;
  await fetch(new URL('/ledger', location.origin), {
    method: 'POST',
    body: JSON.stringify({ key, attempt }),
  });
  await context.pause(Number(own(context.with, 'milliseconds') ?? 0));
  const numbers = Object.values(context.inputs).filter((value) => typeof value === 'number');
  return { kind: 'succeeded', output: numbers.reduce((sum, value) => sum + value, 1) };
};
