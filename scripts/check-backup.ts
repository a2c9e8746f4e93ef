// `pnpm check:backup`: runs the commands of docs/guides/backup.md for PostgreSQL by hand, with the client programs of
// PostgreSQL on a database of their own version. Needs PostgreSQL's programs (Debian: postgresql) and Linux.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../packages/express/src/store/location/open-store.ts';
import { read } from '../test/repository-files.ts';

const folders = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
  : [];
const bin = folders.find((folder) => existsSync(path.join(folder, 'initdb')));
if (!bin) {
  console.error('no PostgreSQL in /usr/lib/postgresql: apt-get install postgresql');
  process.exit(1);
}

/** PostgreSQL refuses to run as root. */
const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-backup-'));
chmodSync(folder, 0o755);
if (owner.uid) chownSync(folder, owner.uid, owner.gid);
const data = path.join(folder, 'data');
execFileSync(path.join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust'], {
  ...owner,
  stdio: 'ignore',
});
const port = await freePort();
const postgres = spawn(
  path.join(bin, 'postgres'),
  ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
  { ...owner, stdio: 'ignore' },
);
const ended = once(postgres, 'exit');
const url = `postgres://postgres@127.0.0.1:${port}/postgres`;

const faults: string[] = [];
try {
  await untilItAnswers();
  await logIn('oA');
  run('Back up PostgreSQL');
  await logIn('oB');
  // Tables of a newer version must be gone after a rollback.
  query('CREATE TABLE of_a_newer_schema (x int)');
  run('Restore PostgreSQL');
  expect(
    'one user, the one of the backup',
    query('SELECT openid FROM weapp_login_store.accounts'),
    'oA',
  );
  expect('no session', query('SELECT count(*) FROM weapp_login_store.sessions'), '0');
  expect('no table of a newer schema', query("SELECT to_regclass('of_a_newer_schema')"), '');
  await logIn('oA');
  expect(
    'the server goes on with it',
    query('SELECT count(*) FROM weapp_login_store.sessions'),
    '1',
  );
} finally {
  postgres.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true });
}
process.exit(faults.length > 0 ? 1 : 0);

function expect(what: string, found: string, expected: string): void {
  console.log(`${found === expected ? '✓' : '✗'} ${what}${found === expected ? '' : `: ${found}`}`);
  if (found !== expected) faults.push(what);
}

/** Runs the shell block under a title of the column `By hand`. */
function run(title: string): void {
  const guide = read('docs/guides/backup.md');
  const section = guide.slice(guide.indexOf(`\n### ${title}\n`));
  const commands = /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const { status, stderr } = spawnSync('sh', ['-eu', '-c', commands], {
    env: { PATH: `${bin}:${process.env.PATH}`, B: folder, DATABASE_URL: url },
    encoding: 'utf8',
  });
  console.log(`${status === 0 ? '✓' : '✗'} ${title}${status === 0 ? '' : `: ${stderr}`}`);
  if (status !== 0) faults.push(title);
}

function query(sql: string): string {
  const args = [url, '--no-align', '--tuples-only', '--command', sql];
  return execFileSync(path.join(bin as string, 'psql'), args, { encoding: 'utf8' }).trim();
}

/** Records a login as the server would. */
async function logIn(openid: string): Promise<void> {
  const store = openStore({ url });
  const now = Date.now();
  await store.recordLogin({
    appId: 'wx0000000000000001',
    openid,
    sessionKey: { keyId: 'k', sealed: randomBytes(32) },
    newUserId: randomBytes(8).toString('hex'),
    now,
    session: {
      tokenHash: randomBytes(32).toString('base64url'),
      id: randomBytes(8).toString('hex'),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + 60_000,
    },
  });
  await store.close();
}

async function untilItAnswers(): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const { status } = spawnSync(path.join(bin as string, 'pg_isready'), ['--dbname', url]);
    if (status === 0) return;
    await sleep(100);
  }
  throw new Error('PostgreSQL does not start');
}

function freePort() {
  return new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
