import type { Route } from './route.ts';

/** Every screen but the first is fetched when somebody goes there. */
export const screens = {
  workflow: () => import('#ui/editor/EditorPage.svelte'),
  preview: () => import('#ui/library/Preview.svelte'),
  versions: () => import('#ui/editor/Versions.svelte'),
  runs: () => import('#ui/runs/Runs.svelte'),
  settings: () => import('#ui/settings/Settings.svelte'),
  run: () => import('#ui/runs/Run.svelte'),
} as const;

/** Asks for the screen of an address before there is a page to show it in. */
export function fetchScreen({ kind }: Route): void {
  if (!(kind in screens)) return;
  // Whoever shows it says what is wrong.
  screens[kind as keyof typeof screens]().catch(() => undefined);
}
