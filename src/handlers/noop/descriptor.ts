import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

const secondsMax = 366 * 24 * 60 * 60;

export const noopDescriptor: HandlerDescriptor = {
  type: 'noop',
  version: 1,
  schema: {
    properties: {
      output: { title: 'Output', description: 'The value it succeeds with; null by default.' },
      failAttempts: {
        type: 'integer',
        title: 'Failing attempts',
        description: 'How many attempts fail before one succeeds.',
        minimum: 0,
        default: 0,
      },
      seconds: {
        type: 'number',
        title: 'Seconds',
        description: 'How long an attempt takes; it holds its slot meanwhile.',
        minimum: 0,
        maximum: secondsMax,
        default: 0,
      },
    },
    required: [],
    open: false,
  },
  literal: [],
  effect: 'pure',
  place: 'engine',
};
