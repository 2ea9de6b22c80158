import { describe, expect, test } from 'vitest';
import { readValue } from '#core/workflow/read-value.ts';
import type { Sniffed } from '#ports/editor-api.ts';
import { workflowForData } from './workflow-for-data.ts';

const words = { readTask: 'Read the file', param: 'The file to read' };
const table: Sniffed = {
  kind: 'table',
  format: 'csv',
  encoding: 'utf-8',
  separator: ',',
  columns: [],
  rows: [],
  rowCount: 0,
};
const made = (name: string, sniffed: Sniffed, more: object = {}) => {
  const { text, fileName } = workflowForData({
    name,
    sniffed,
    columns: {},
    rows: null,
    words,
    ...more,
  });
  return { fileName, value: readValue({ text, format: 'yaml' }, []) };
};

describe('the workflow of a dropped file', () => {
  test('reads it as it was guessed, through a param', () => {
    expect(made('Sales 2026.csv', table)).toEqual({
      fileName: 'sales-2026.yaml',
      value: {
        millrace: 1,
        id: 'sales-2026',
        name: 'Sales 2026',
        params: { file: { type: 'file', required: true, description: 'The file to read' } },
        tasks: {
          table: {
            name: 'Read the file',
            type: 'files',
            with: { param: 'file', format: 'csv', separator: ',' },
          },
        },
      },
    });
  });

  test('says what a person said, and how much is read', () => {
    const { value } = made(
      'a "b": #c.csv',
      { ...table, encoding: 'windows-1252', separator: '\t' },
      { columns: { 'x: y': 'text' }, rows: 10 },
    );
    expect(value).toMatchObject({
      id: 'a-b-c',
      name: 'a "b": #c',
      tasks: {
        table: {
          with: {
            encoding: 'windows-1252',
            separator: '\t',
            columns: { 'x: y': 'text' },
            rows: 10,
          },
        },
      },
    });
  });

  test('of JSON that is no table hands it on as it is', () => {
    const { value, fileName } = made('名.json', { kind: 'value', encoding: 'utf-8' });
    expect(fileName).toBe('名.yaml');
    expect(value).toMatchObject({ tasks: { table: { with: { param: 'file', format: 'json' } } } });
  });
});
