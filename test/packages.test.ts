import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useEverything } from '@weapp-login/express/test/hosts/use-everything';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
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

/** Unpacks the tarball, beside links to the third-party packages that it names, without the optional ones. */
function install({ manifest, tarball, folder: source }: PackedPackage): void {
  const target = installed(manifest.name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xf', tarball, '-C', target, '--strip-components=1']);
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (names.includes(name) || peerDependenciesMeta[name]?.optional) continue;
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

describe('an optional package that is missing is named in one sentence', () => {
  const { env } = process;
  const run = (program: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: env.PATH, HOME: folder },
    });

  test.each([
    [
      'a store in SQLite needs the package @photostructure/sqlite: npm install @photostructure/sqlite',
      `import { openStore } from '@weapp-login/express'; openStore({ file: ':memory:' });`,
    ],
    [
      'a store in PostgreSQL needs the package pg: npm install pg',
      `import { openStore } from '@weapp-login/express/store'; openStore({ url: 'postgres://localhost/test' });`,
    ],
    [
      'a store in PostgreSQL needs the package pg: npm install pg',
      `import { openCounters } from '@weapp-login/express'; openCounters('postgres://localhost/test');`,
    ],
    [
      'the endpoint /metrics needs the package prom-client: npm install prom-client',
      `import { createMetrics } from '@weapp-login/express/metrics'; createMetrics();`,
    ],
    [
      'tracing needs the package @opentelemetry/api: npm install @opentelemetry/api',
      `import { createTracing } from '@weapp-login/express/tracing'; createTracing({});`,
    ],
  ])('%s: %s', (sentence, program) => {
    const { status, stderr } = run(program);
    expect(status).toBe(1);
    expect(stderr).toContain(`MissingPeer: ${sentence}\n`);
  });

  test('by a whole server process, which prints nothing else on standard error', () => {
    const { status, stderr } = run(
      `import { runProgram } from '@weapp-login/express/process';
       await runProgram({ serverFolder: '.', built: false });`,
    );
    expect([status, stderr]).toEqual([
      1,
      'the endpoint /metrics needs the package prom-client: npm install prom-client\n',
    ]);
  });

  test('by /docs, in the log', () => {
    const { stdout, stderr } = run(
      `import { createServer } from 'node:http';
       import { createWeappLogin } from '@weapp-login/express';
       const apps = [{ appId: 'wx0000000000000001', appSecret: 'secret' }];
       const sessionKeySecrets = ['a secret that is long enough for tests'];
       const weapp = createWeappLogin({ apps, sessionKeySecrets, store: {} });
       const server = createServer((req, res) => weapp.docs(req, res, () => res.end())).listen(0, async () => {
         console.log((await fetch('http://127.0.0.1:' + server.address().port + '/docs')).status);
         process.exit();
       });`,
    );
    expect(stdout).toBe('500\n');
    expect(stderr).toContain(
      'the page /docs needs the package swagger-ui-dist: npm install swagger-ui-dist',
    );
  });
});

test.each(
  ['express', 'express4'].flatMap((framework) =>
    ['stock', 'fast'].map((http) => [framework, http]),
  ),
)('a CommonJS program has the login in %s, with the %s HTTP server', async (framework, http) => {
  const fake = await startFakeWechat();
  const express = packed.get('@weapp-login/express') as PackedPackage;
  const program = path.join(folder, 'commonjs-host.cjs');
  copyFileSync(path.join(express.folder, 'test/hosts/commonjs-host.cjs'), program);
  const pictures = mkdtempSync(path.join(folder, 'pictures-'));
  const host = spawn(process.execPath, [program, framework as string, http as string, pictures], {
    cwd: folder,
    // Where the frameworks and the SQLite driver are.
    env: { NODE_PATH: path.join(express.folder, 'node_modules'), FAKE_WECHAT_URL: fake.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'close');
  onTestFinished(async () => {
    host.kill();
    await ended;
    await fake.close();
  });
  const [printed] = await Promise.race([once(host.stdout, 'data'), ended]);
  await useEverything(String(printed).trim(), '/auth', fake);
});
