import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Reserved: it validates, and its task waits until a later release can run it. */
export const pythonDescriptor: HandlerDescriptor = {
  type: 'python',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: ['code'],
  effect: 'pure',
  place: { missing: 'resource', what: 'a Python runtime' },
};
