import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

const secondsMax = 366 * 24 * 60 * 60;

export const waitDescriptor: HandlerDescriptor = {
  type: 'wait',
  version: 1,
  schema: {
    properties: {
      seconds: {
        type: 'number',
        title: 'Seconds',
        description: 'How long the task waits; it holds no slot meanwhile.',
        minimum: 0,
        maximum: secondsMax,
      },
    },
    required: ['seconds'],
    open: false,
  },
  literal: [],
  effect: 'pure',
  place: 'engine',
};
