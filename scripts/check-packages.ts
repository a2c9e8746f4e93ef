// `pnpm check:packages`: packs every package as a release does, serves the tarballs from a registry on loopback, and uses each
// as a stranger would: in an empty folder, with an empty home. `--write` keeps the times in docs/benchmarks/packages.md.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { globSync } from 'tinyglobby';
import { commands, startCommand } from './packages/commands.ts';
import { type Consumer, createConsumer } from './packages/consumer.ts';
import { checkCreatedApp } from './packages/created-app.ts';
import { followExpressGuide } from './packages/express-guide.ts';
import { freePort } from './packages/free-port.ts';
import { manifestFaults } from './packages/manifest-faults.ts';
import { type PackedPackage, packAll } from './packages/pack.ts';
import { startRegistry } from './packages/registry.ts';
import { createSteps } from './packages/steps.ts';
import { runExample, runners } from './packages/test-examples.ts';
import { typeCheck, typescripts } from './packages/type-check.ts';

const root = path.resolve(import.meta.dirname, '..');
const execute = promisify(execFile);
const write = process.argv.includes('--write');
const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-packages-'));
const { run, steps, failed } = createSteps();
const manifest = JSON.stringify({ name: 'consumer', private: true, type: 'module' });

const packed = await run('build and pack all', () => packAll(folder));
if (packed) await checkAll(packed);
rmSync(folder, { recursive: true, force: true });
if (failed() > 0) process.exitCode = 1;
else if (write) writeFileSync(path.join(root, 'docs/benchmarks/packages.md'), report());

async function checkAll(packages: PackedPackage[]): Promise<void> {
  await run('packed manifests', async () => {
    const faults = packages.flatMap(manifestFaults);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  const { stdout: upstream } = await execute('npm', ['config', 'get', 'registry']);
  const registry = await startRegistry(packages, upstream.trim());
  /** With a home of its own, so that nothing is installed from a cache of another. */
  const consumer = (name: string) => {
    const home = path.join(folder, `home-${name}`);
    mkdirSync(home, { recursive: true });
    return createConsumer({ parent: folder, name, home, registry: registry.url });
  };
  for (const one of packages) await check(one, consumer(path.basename(one.manifest.name)));
  await run(`types with TypeScript ${Object.values(typescripts).join(' and ')}`, async () => {
    const typed = consumer('typed');
    typed.write('package.json', manifest);
    await typeCheck(
      typed,
      packages.map((one) => one.manifest.name),
    );
  });
  for (const [index, command] of commands.entries()) {
    const project = consumer(`command-${index}`);
    for (const state of ['with an empty cache', 'again'])
      await run(`${command.line.join(' ')}, ${state}`, async () => {
        await (await startCommand(project, command)).stop();
      });
  }
  for (const express of ['express@4', 'express@5'])
    await run(`docs/guides/express.md with ${express}`, async () => {
      const ports = { fakePort: await freePort(), port: await freePort() };
      await followExpressGuide(consumer(express.replace('@', '-')), { express, ...ports });
    });
  await run('the store suite, on SQLite, with node:test', () => runStoreSuite(consumer('suite')));
  for (const name of Object.keys(runners))
    await run(`examples/testing/${name}`, () => runExample(consumer(`example-${name}`), name));
  const home = path.join(folder, 'home-creator');
  mkdirSync(home);
  const options = { home, registry: registry.url };
  await checkCreatedApp(
    createConsumer({ ...options, parent: folder, name: 'creator' }),
    createConsumer({
      ...options,
      parent: path.join(folder, 'creator'),
      name: 'my-app',
      create: false,
    }),
    run,
  );
  registry.close();
}

/** Runs the store suite as someone with a store of their own does. */
async function runStoreSuite(consumer: Consumer): Promise<void> {
  consumer.write('package.json', manifest);
  await consumer.run('npm', 'install', '@weapp-login/express', '@photostructure/sqlite');
  consumer.write(
    'store.test.mjs',
    `import { test } from 'node:test';
import { openStore } from '@weapp-login/express/store';
import { storeSuite } from '@weapp-login/express/store-suite';
const open = async () => openStore({ file: ':memory:' });
for (const { name, run } of storeSuite(open)) test(name, run);
`,
  );
  await consumer.run(process.execPath, '--test', 'store.test.mjs');
}

async function check(
  { manifest: { name, exports = {} }, tarball }: PackedPackage,
  consumer: Consumer,
) {
  const bin = path.join(root, 'node_modules/.bin');
  await run(`${name}: publint`, () => execute(`${bin}/publint`, ['--strict', tarball]));
  await run(`${name}: attw`, () =>
    execute(`${bin}/attw`, ['--profile', 'esm-only', tarball], { maxBuffer: 16 * 1024 * 1024 }),
  );
  consumer.write('package.json', manifest);
  const installed = await run(`${name}: npm install, with an empty cache`, () =>
    consumer.run('npm', 'install', name),
  );
  if (!installed) return;
  // The entry of a thread refuses to run in another.
  const entries = Object.keys(exports).filter((entry) => !/json$|-thread$/.test(entry));
  for (const entry of entries.map((entry) => path.posix.join(name, entry)))
    await run(`${entry}: import and require`, async () => {
      for (const [file, program] of [
        ['imports.mjs', `await import('${entry}');`],
        ['requires.cjs', `require('${entry}');`],
      ] as const) {
        consumer.write(file, program);
        const { stderr } = await consumer.run(process.execPath, file);
        if (stderr) throw new Error(`${file} prints a warning: ${stderr}`);
      }
    });
  await run(`${name}: at most one copy of zod`, async () => {
    const copies = globSync('node_modules/**/zod/package.json', { cwd: consumer.folder });
    if (copies.length > 1) throw new Error(copies.join('\n'));
  });
}

function report(): string {
  const rows = steps.map(({ what, ms }) => `| ${what} | ${(ms / 1000).toFixed(1)} s |`);
  return `# Packages

Written by \`pnpm check:packages --write\` on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node.js ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}. Each package was installed from its tarball in an empty folder with
an empty home; third-party packages came from the npm registry, so the install times depend on the network.

| step | time |
| --- | --- |
${rows.join('\n')}
`;
}
