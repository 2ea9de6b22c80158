import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ImportOracle {
  readonly kind: string;
  readonly maxGapMs?: number;
}

export interface ImportCase {
  readonly id: string;
  readonly category: string;
  readonly title: string;
  readonly input: { readonly file: string | { readonly recipe: string } };
  readonly expect: { readonly outcome: string; readonly oracles: readonly ImportOracle[] };
}

/** Our own file, checked in beside this folder: its shape is known. */
export function readImportCorpus(): readonly ImportCase[] {
  const file = fileURLToPath(new URL('../import.json', import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly ImportCase[] })
    .cases;
}
