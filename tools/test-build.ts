import { build, mergeConfig, loadConfigFromFile } from 'vite';
import { testBuild } from '../test/build/plugin.ts';
import { scriptText } from './script-text.ts';

export const testBuildFolder = '.cache/test-build';

/** The app with production settings and the handlers of `test/build`; never part of `dist`. */
export async function buildForTests(): Promise<void> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' });
  if (loaded === null) throw new Error('vite.config.ts is gone');
  await build(
    mergeConfig(loaded.config, {
      configFile: false,
      logLevel: 'warn',
      build: { outDir: testBuildFolder, emptyOutDir: true, sourcemap: false },
      plugins: [testBuild()],
      worker: { plugins: () => [testBuild(), scriptText()] },
    }),
  );
}
