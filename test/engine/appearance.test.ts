import { describe, expect, test } from 'vitest';
import { Bench } from './harness.ts';

describe('theme and language in the database', () => {
  test('are null until one is chosen, and then as they were given', async () => {
    const { api } = await new Bench().open();

    expect(await api.getAppearance()).toEqual({ theme: null, language: null });

    await api.setAppearance({ theme: 'dark', language: null });

    expect(await api.getAppearance()).toEqual({ theme: 'dark', language: null });
  });

  test('are null where a backup of another hand holds something else', async () => {
    const bench = await new Bench().open();
    await bench.parts.store.settings.set('appearance', { theme: 7, language: 'x'.repeat(1_000) });

    expect(await bench.api.getAppearance()).toEqual({ theme: null, language: null });
  });
});
