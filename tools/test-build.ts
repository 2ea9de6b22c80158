import { build, mergeConfig, loadConfigFromFile } from 'vite';
import { testBuild, type TestBuildOptions } from '../test/build/plugin.ts';
import { scriptText } from './script-text.ts';

export const testBuildFolder = '.cache/test-build';

/** The app with production settings and the modules of `test/build`; never part of `dist`. */
export async function buildForTests(
  folder = testBuildFolder,
  { version, ...options }: TestBuildOptions & { readonly version?: string } = {},
): Promise<void> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' });
  if (loaded === null) throw new Error('vite.config.ts is gone');
  await build(
    mergeConfig(loaded.config, {
      configFile: false,
      logLevel: 'warn',
      build: { outDir: folder, emptyOutDir: true, sourcemap: false },
      ...(version === undefined
        ? {}
        : { define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) } }),
      plugins: [testBuild(options)],
      worker: { plugins: () => [testBuild(options), scriptText()] },
    }),
  );
}
