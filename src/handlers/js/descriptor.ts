import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';

export const jsDescriptor: HandlerDescriptor = {
  type: 'js',
  version: 1,
  schema: {
    properties: {
      code: {
        type: 'string',
        title: 'Code',
        description: 'A module whose default export is called with one object.',
        minLength: 1,
      },
      language: { type: 'string', title: 'Language', enum: ['js', 'ts'], default: 'js' },
    },
    required: ['code'],
    // Further fields are the person's own and reach the code as `with`.
    open: true,
  },
  literal: ['code', 'language'],
  effect: 'pure',
  place: 'isolate',
};
