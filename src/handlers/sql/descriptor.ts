import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Reserved: it validates, and its task waits until a later release can run it. */
export const sqlDescriptor: HandlerDescriptor = {
  type: 'sql',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: ['query', 'sql'],
  effect: 'pure',
  place: { missing: 'resource', what: 'a SQL engine' },
};
