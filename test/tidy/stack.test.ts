import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSources } from './read-sources.ts';

const home = fileURLToPath(new URL('../..', import.meta.url));
const importsIn = (folder: string) =>
  readSources(`${home}/${folder}`).flatMap(({ imports }) => imports);

describe('the stack', () => {
  test.each([
    ['svelte', 'src'],
    ['dexie', 'src'],
    ['comlink', 'src'],
    ['workbox-window', 'src'],
    ['@xyflow/svelte', 'src'],
    ['vitest', 'src'],
    ['@playwright/test', 'e2e'],
  ])('really uses %s in %s (PWA-01)', (name, folder) => {
    expect(importsIn(folder)).toContain(name);
  });

  test('is TypeScript throughout, built by Vite (PWA-01)', () => {
    const scripts = readdirSync(`${home}/src`, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(?:js|jsx|mjs|cjs)$/.test(name),
    );
    const { scripts: commands } = JSON.parse(readFileSync(`${home}/package.json`, 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(scripts).toEqual([]);
    expect(commands['dev']).toContain('vite');
  });

  test('has its top level where everybody looks for it (PWA-02)', () => {
    const wanted = [
      'package.json',
      'tsconfig.json',
      'vite.config.ts',
      'src',
      'public',
      'workers',
      'e2e',
      'test',
    ];
    expect(wanted.filter((name) => !existsSync(`${home}/${name}`))).toEqual([]);
  });
});
