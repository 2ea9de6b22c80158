import type { VersionHash } from '#core/shared/ids.ts';

/** Of content that was a version before, its number; else the next one. */
export function numberOf(
  versions: readonly { readonly hash: VersionHash; readonly number?: number }[],
  hash: VersionHash,
): number {
  const known = versions.findIndex((version) => version.hash === hash);
  if (known >= 0) return versions[known]?.number ?? known + 1;
  return versions.reduce((most, { number }, index) => Math.max(most, number ?? index + 1), 0) + 1;
}
