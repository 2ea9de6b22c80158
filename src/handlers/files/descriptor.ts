import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { encodings } from './decode-text.ts';

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
      encoding: {
        type: 'string',
        title: 'Encoding',
        description: 'Of text; by default UTF-8, or what its byte order mark says.',
        enum: [...encodings],
      },
      separator: {
        type: 'string',
        title: 'Separator',
        description: 'Between the fields of a CSV file; by default guessed.',
        minLength: 1,
      },
      columns: {
        type: 'object',
        title: 'Columns',
        description: 'Types of CSV columns by name, text or number; by default guessed.',
      },
      rows: {
        type: 'integer',
        title: 'Rows at most',
        description: 'CSV rows that are read; by default all.',
        minimum: 1,
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
