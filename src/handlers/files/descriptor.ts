import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

export const filesDescriptor: HandlerDescriptor = {
  type: 'files',
  version: 1,
  schema: {
    properties: {
      example: {
        type: 'string',
        title: 'Example',
        description: 'A file that comes with the app.',
        minLength: 1,
      },
      param: {
        type: 'string',
        title: 'Param',
        description: 'The param of type file that holds the file.',
        minLength: 1,
      },
      name: { type: 'string', title: 'Name', description: 'Only labels the file.' },
      format: {
        type: 'string',
        title: 'Format',
        enum: ['csv', 'json', 'text', 'bytes'],
        default: 'text',
      },
    },
    required: [],
    exactlyOneOf: [['example', 'param']],
    open: false,
  },
  literal: ['example', 'param'],
  effect: 'pure',
  place: 'engine',
};
