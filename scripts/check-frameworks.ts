// `pnpm check:frameworks [NAME]…`: builds the login programs of examples/frameworks with their own toolchains, installed in
// temporary folders, copies the output beside the simulator's tests, and runs the test that logs in to each.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The output folder of each toolchain. */
const built: Record<string, string> = {
  mpx: 'dist',
  'taro-react': 'dist',
  'taro-vue': 'dist',
  'uni-app': 'dist/build/mp-weixin',
  'weapp-vite': 'dist',
};

const root = path.resolve(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const env = { ...process.env, NODE_ENV: 'production' };

for (const [name, output] of Object.entries(built)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const folder = mkdtempSync(path.join(tmpdir(), `framework-${name}-`));
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${name}: in ${folder}`);
  cpSync(path.join(root, 'examples/frameworks', name), folder, { recursive: true });
  // Their peer dependencies conflict.
  run(
    'npm',
    'install',
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--include=dev',
    '--no-audit',
    '--no-fund',
  );
  run('npm', 'run', 'build');
  const fixture = path.join(root, 'packages/simulator/test/fixtures/frameworks', name);
  rmSync(fixture, { recursive: true, force: true });
  cpSync(path.join(folder, output), fixture, { recursive: true });
  rmSync(folder, { recursive: true });
}
execFileSync('npx', ['vitest', 'run', 'test/frameworks.test.ts', '--testTimeout=30000'], {
  cwd: path.join(root, 'packages/simulator'),
  stdio: 'inherit',
});
