// `pnpm check:dependencies`: checks the licence of every installed package, and known vulnerabilities.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Licences that only require attribution. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // For data, such as that of caniuse-lite.
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT OR Apache-2.0',
];
/** Licences of tools that are not distributed. */
const forToolsOnly = ['MPL-2.0', 'Python-2.0'];
/** Packages whose manifest does not name the licence that they come with. */
const read: Record<string, string> = { spawndamnit: 'MIT' };

const pnpm = (...args: string[]) =>
  promisify(execFile)('pnpm', args, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (failed: { stdout: string }) => failed,
  );

let faults = 0;
const report = (what: string, holds: boolean, seen = '') => {
  if (!holds) faults++;
  process.stdout.write(`${holds ? '✓' : '✗'} ${what}${seen && `: ${seen}`}\n`);
};

async function checkLicences(what: string, allowed: readonly string[], ...args: string[]) {
  const { stdout } = await pnpm('licenses', 'list', '--json', ...args);
  const found: Record<string, { name: string }[]> = JSON.parse(stdout);
  const packages = Object.entries(found).flatMap(([licence, all]) =>
    all.map(({ name }) => ({ name, licence: read[name] ?? licence })),
  );
  const others = packages
    .filter(({ licence }) => !allowed.includes(licence))
    .map(({ name, licence }) => `${licence} (${name})`);
  const count = packages.length;
  report(`licences of the ${count} packages ${what}`, others.length === 0, others.join('; '));
}

async function checkAdvisories() {
  const { stdout } = await pnpm('audit', '--json', '--audit-level', 'moderate');
  const { metadata } = parse(stdout) as { metadata?: { vulnerabilities: Record<string, number> } };
  if (!metadata) return report('advisories', false, 'the registry could not be asked');
  const { moderate = 0, high = 0, critical = 0 } = metadata.vulnerabilities;
  const seen = `${moderate} moderate, ${high} high, ${critical} critical`;
  report('advisories', moderate + high + critical === 0, seen);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

await checkLicences('that are shipped', permissive, '--prod');
await checkLicences('in all', [...permissive, ...forToolsOnly]);
await checkAdvisories();
if (faults > 0) process.exitCode = 1;
