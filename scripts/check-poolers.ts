// `pnpm check:poolers`: runs the tests of the store on PostgreSQL through a real PgBouncer with its default settings, in
// session and transaction mode, and checks that statement mode is refused. Needs pgbouncer on the PATH and Linux.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../packages/express/test/embedded-postgres.ts';

const root = path.resolve(import.meta.dirname, '..');
const tests = [
  'src/store/location/postgres-store.test.ts',
  'src/store/location/migrations.test.ts',
  'src/limits/limiter-in-postgres.test.ts',
  'test/many-processes.test.ts',
];

if (spawnSync('pgbouncer', ['--version']).status !== 0) {
  console.error('pgbouncer is not on the PATH: apt-get install pgbouncer');
  process.exit(1);
}

const postgres = await startEmbeddedPostgres({ fsync: 'off' });
const faults: string[] = [];
for (const mode of ['session', 'transaction', 'statement'] as const) {
  const pooler = await startPgBouncer(mode);
  const fault = mode === 'statement' ? refused(pooler.url) : runTests(pooler.url);
  console.log(`${fault ? '✗' : '✓'} pool_mode = ${mode}${fault ? `: ${fault}` : ''}`);
  if (fault) faults.push(fault);
  await pooler.close();
}
await postgres.close();
process.exit(faults.length > 0 ? 1 : 0);

function runTests(url: string): string | undefined {
  const run = spawnSync(
    'npx',
    [
      '--no-install',
      'vitest',
      'run',
      '--no-isolate',
      '--testTimeout=60000',
      '--hookTimeout=60000',
      ...tests,
    ],
    {
      cwd: path.join(root, 'packages/express'),
      env: { ...process.env, DATABASE_URL: url },
      stdio: 'inherit',
    },
  );
  return run.status === 0 ? undefined : 'the tests of the store fail';
}

/** A server refuses to start in statement mode, with a message that names the fix. */
function refused(url: string): string | undefined {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'apps/server/src/main.ts'],
    {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url, PORT: '0' },
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  return status === 1 && stderr.includes('pool_mode')
    ? undefined
    : `exit code ${status}: ${stderr}`;
}

/** PgBouncer also refuses to run as root. */
async function startPgBouncer(mode: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const file = path.join(folder, 'pgbouncer.ini');
  // The second is a role of the tests of the migrations.
  const users = '"postgres" "postgres"\n"limited" "limited"\n';
  writeFileSync(path.join(folder, 'users.txt'), users);
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${path.join(folder, 'users.txt')}
pool_mode = ${mode}
`,
  );
  const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child: ChildProcess = spawn('pgbouncer', ['-q', file], { ...owner, stdio: 'ignore' });
  await sleep(1_000);
  if (child.exitCode !== null) throw new Error('pgbouncer does not start');
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await Promise.race([ended, sleep(2_000).then(() => child.kill('SIGKILL'))]);
      rmSync(folder, { recursive: true });
    },
  };
}

function freePort() {
  return new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
