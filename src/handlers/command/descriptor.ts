import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Reserved: it validates, and its task waits until a later release can run it. */
export const commandDescriptor: HandlerDescriptor = {
  type: 'command',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: ['command', 'argv'],
  effect: 'once',
  place: { missing: 'agent', what: 'a local agent that runs commands' },
};
