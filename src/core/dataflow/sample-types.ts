import type { Descriptors, HandlerDescriptor } from '#core/workflow/descriptor.ts';

/** Types for tests of core, which must not know the real ones. */
const code: HandlerDescriptor = {
  type: 'code',
  version: 1,
  schema: {
    properties: {
      code: { type: 'string', minLength: 1 },
      language: { type: 'string', enum: ['js', 'ts'] },
    },
    required: ['code'],
    open: true,
  },
  literal: ['code'],
  effect: 'pure',
  place: 'isolate',
};

const step: HandlerDescriptor = {
  type: 'step',
  version: 1,
  schema: {
    properties: {
      output: {},
      count: { type: 'integer', minimum: 0 },
      seconds: { type: 'number', minimum: 0, maximum: 100 },
    },
    required: [],
    open: false,
  },
  literal: [],
  effect: 'pure',
  place: 'engine',
};

const load: HandlerDescriptor = {
  type: 'load',
  version: 1,
  schema: {
    properties: { example: { type: 'string' }, param: { type: 'string' } },
    required: [],
    exactlyOneOf: [['example', 'param']],
    open: false,
  },
  literal: [],
  effect: 'pure',
  place: 'engine',
};

export const sampleTypes: Descriptors = new Map(
  [code, step, load].map((descriptor) => [descriptor.type, descriptor]),
);
