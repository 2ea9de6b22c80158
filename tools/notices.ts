import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Writes THIRD-PARTY-NOTICES.md from the packages that are shipped: `node tools/notices.ts`. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = new URL('../', import.meta.url);

function readManifest(name: string): Manifest {
  const text = readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8');
  return JSON.parse(text) as Manifest;
}

function licenceText(name: string): string {
  const folder = new URL(`node_modules/${name}/`, root);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  return file === undefined ? '' : readFileSync(new URL(file, folder), 'utf8').trim();
}

const own = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
const names = new Set<string>();
const open = Object.keys(own.dependencies ?? {});
for (let name = open.pop(); name !== undefined; name = open.pop()) {
  if (names.has(name)) continue;
  names.add(name);
  open.push(...Object.keys(readManifest(name).dependencies ?? {}));
}
names.add('vega-datasets');
const parts = [...names].toSorted().map((name) => {
  const { version, license } = readManifest(name);
  const text = licenceText(name);
  const quoted = text === '' ? '' : `\n\n\`\`\`\n${text}\n\`\`\``;
  return `## ${name} ${version} (${license})${quoted}`;
});
const head = `# Third-party notices

What Millrace ships of others, or is made with what it ships: packages bundled into the app, and the data of the
example (\`public/examples\`), which comes from vega-datasets. State icons and the logo are Millrace's own; other icons
are drawn after Lucide (ISC).
`;
writeFileSync(new URL('THIRD-PARTY-NOTICES.md', root), `${[head, ...parts].join('\n\n')}\n`);
