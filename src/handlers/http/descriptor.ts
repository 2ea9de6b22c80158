import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Reserved: it validates, and its task waits until a later release can run it. */
export const httpDescriptor: HandlerDescriptor = {
  type: 'http',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: [],
  effect: 'repeatable',
  place: { missing: 'resource', what: 'access to the network' },
};
