// `pnpm check:packages`: packs every package as a release does, serves the tarballs from a registry on loopback, and uses each
// as a stranger would: in an empty folder, with an empty home. `--write` keeps the times in docs/benchmarks/packages.md.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { commands, runUntilReady } from './packages/commands.ts';
import { createConsumer } from './packages/consumer.ts';
import { manifestFaults } from './packages/manifest-faults.ts';
import { type PackedPackage, packAll } from './packages/pack.ts';
import { startRegistry } from './packages/registry.ts';
import { createSteps } from './packages/steps.ts';
import { typeCheck, typescripts, writeTypedConsumer } from './packages/type-check.ts';

const root = path.resolve(import.meta.dirname, '..');
const execute = promisify(execFile);
const write = process.argv.includes('--write');
const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-packages-'));
const { run, steps, failed } = createSteps();

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
  for (const one of packages) await check(one, registry.url);
  for (const command of commands) {
    const options = { parent: folder, registry: registry.url };
    const name = path.basename(command.package);
    const home = path.join(folder, `home-${name}`);
    mkdirSync(home);
    const consumer = createConsumer({ ...options, name: `npx-${name}`, home });
    for (const state of ['with an empty cache', 'again'])
      await run(`npx ${command.package} until it is ready, ${state}`, () =>
        runUntilReady(consumer, command),
      );
  }
  registry.close();
}

async function check({ manifest, tarball }: PackedPackage, registry: string): Promise<void> {
  const { name } = manifest;
  const short = path.basename(name);
  const home = path.join(folder, `home-${short}-library`);
  mkdirSync(home);
  const consumer = createConsumer({ parent: folder, name: short, home, registry });
  const bin = path.join(root, 'node_modules/.bin');
  await run(`${name}: publint`, () => execute(`${bin}/publint`, ['--strict', tarball]));
  await run(`${name}: attw`, () => execute(`${bin}/attw`, ['--profile', 'esm-only', tarball]));
  consumer.write(
    'package.json',
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  const installed = await run(`${name}: npm install, with an empty cache`, () =>
    consumer.run('npm', 'install', name),
  );
  if (!installed) return;
  await run(`${name}: import and require`, async () => {
    for (const [file, program] of [
      ['imports.mjs', `await import('${name}');`],
      ['requires.cjs', `require('${name}');`],
    ] as const) {
      consumer.write(file, program);
      const { stderr } = await consumer.run(process.execPath, file);
      if (stderr) throw new Error(`${file} prints a warning: ${stderr}`);
    }
  });
  await run(`${name}: one copy of zod`, async () => {
    const { stdout } = await consumer.run('npm', 'ls', 'zod', '--all', '--parseable');
    const copies = stdout.trim().split('\n').filter(Boolean);
    if (copies.length > 1) throw new Error(copies.join('\n'));
  });
  await run(`${name}: TypeScript ${Object.values(typescripts).join(' and ')}`, async () => {
    const compilers = Object.entries(typescripts).map(
      ([as, version]) => `${as}@npm:typescript@${version}`,
    );
    await consumer.run('npm', 'install', '@types/node@20', ...compilers);
    writeTypedConsumer(consumer, short);
    await typeCheck(consumer);
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
