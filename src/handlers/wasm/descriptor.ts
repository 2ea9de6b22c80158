import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Reserved: it validates, and its task waits until a later release can run it. */
export const wasmDescriptor: HandlerDescriptor = {
  type: 'wasm',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: [],
  effect: 'pure',
  place: { missing: 'resource', what: 'a WebAssembly runtime' },
};
