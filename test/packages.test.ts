import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifestFaults } from '../scripts/packages/manifest-faults.ts';
import { type PackedPackage, packAll, publishedFolders } from '../scripts/packages/pack.ts';

/** The short form of `pnpm check:packages`: the tarballs, without a registry and without another's compiler. */
const names = publishedFolders().map(
  (folder) =>
    (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string }).name,
);
const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-packages-'));
let packed: Map<string, PackedPackage>;
const installed = (name: string) => path.join(folder, 'node_modules', name);

beforeAll(async () => {
  packed = new Map((await packAll(folder)).map((one) => [one.manifest.name, one]));
  for (const one of packed.values()) install(one);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Unpacks the tarball, beside links to the third-party packages that it names. */
function install({ manifest, tarball, folder: source }: PackedPackage): void {
  const target = installed(manifest.name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xf', tarball, '-C', target, '--strip-components=1']);
  const { dependencies = {}, peerDependencies = {} } = manifest;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (names.includes(name)) continue;
    const link = path.join(target, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(realpathSync(path.join(source, 'node_modules', name)), link, 'junction');
  }
}

describe.each(names)('%s', (name) => {
  const get = () => packed.get(name) as PackedPackage;

  test('has a package.json that works outside this repository', () => {
    expect(manifestFaults(get())).toEqual([]);
  });

  test('publishes each entry from dist, except those for this repository alone', () => {
    const { exports = {}, publishConfig } = JSON.parse(
      readFileSync(path.join(get().folder, 'package.json'), 'utf8'),
    ) as { exports: Record<string, string>; publishConfig: { exports: object } };
    const published = Object.entries(exports)
      .filter(([entry]) => !entry.includes('*'))
      .map(([entry, source]) => {
        const built = source.replace('./src/', './dist/').replace(/\.ts$/, '');
        return [entry, { types: `${built}.d.ts`, default: `${built}.js` }];
      });
    expect(publishConfig.exports).toEqual({
      ...Object.fromEntries(published),
      './package.json': './package.json',
    });
  });

  test('passes publint', async () => {
    const { messages } = await publint({ pkgDir: installed(name), strict: true });
    expect(messages).toEqual([]);
  });

  test('can be imported and required, with no warning', () => {
    // The entry of a thread refuses to run in another.
    const entries = Object.keys(get().manifest.exports ?? {}).filter(
      (entry) => !/json$|-thread$/.test(entry),
    );
    const specifiers = entries.map((entry) => path.posix.join(name, entry));
    const program = specifiers
      .map((one) => `require('${one}'); await import('${one}');`)
      .join('\n');
    const printed = spawnSync(process.execPath, ['--eval', `(async () => { ${program} })()`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([printed.status, printed.stdout, printed.stderr]).toEqual([0, '', '']);
  });
});
