import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { DatabaseSync } from '@photostructure/sqlite';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formWith, pictures } from '../../../test/pictures.ts';
import { runServer, serverFolder } from '../../../test/run-server.ts';

const guide = readFileSync(
  new URL('../../../../../docs/guides/backup.md', import.meta.url),
  'utf8',
);

/** The shell block under a title of the column `By hand`. */
function commandsOf(title: string): string {
  const column = guide.slice(guide.indexOf('\n## By hand\n'));
  const section = column.slice(column.indexOf(`\n### ${title}\n`));
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-backup-'));
  dataDir = path.join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function shell(commands: string) {
  const child = spawn('sh', ['-eu', '-c', commands], {
    cwd: serverFolder,
    env: { PATH: process.env.PATH, NODE_ENV: 'development', DATA_DIR: dataDir, B: folder },
  });
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await ended)[0], stdout, stderr };
}
const command = (...args: string[]) => shell(`node dist/main.js ${args.join(' ')}`);

async function startServer() {
  const fake = await startFakeWechat();
  const server = runServer(['dist/main.js'], { DATA_DIR: dataDir, WECHAT_API_URL: fake.url });
  const url = await server.listening();
  const close = async () => {
    server.stop('SIGTERM');
    await server.ended();
    await fake.close();
  };
  return {
    close,
    server,
    async logIn(personId: string) {
      const response = await fetch(`${url}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: fake.issueCode({ personId, appId: 'touristappid' }) }),
      });
      return (await response.json()) as { token: string; user: { id: string } };
    },
    async putAvatar(token: string) {
      const response = await fetch(`${url}/me/avatar`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: formWith(pictures['image/png']),
      });
      return response.text();
    },
    me: (token: string) => fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } }),
  };
}

describe('by hand, as the guide has it', () => {
  test('users and pictures are back after a restore, sessions are ended, and the database before is kept', async () => {
    let server = await startServer();
    const { token, user } = await server.logIn('dawei');
    await server.putAvatar(token);
    const picture = readdirSync(path.join(dataDir, 'pictures'));
    expect(picture.length).toBe(1);

    const backup = await shell(commandsOf('Back up'));
    expect(backup).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: 1 users, schema \d+, integrity checked\./),
    });
    expect(statSync(path.join(folder, 'weapp-login.sqlite')).mode & 0o077).toBe(0);
    await server.logIn('xiaoming');

    const refused = await shell(commandsOf('Restore'));
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('is in use; stop the server first');
    await server.close();
    rmSync(path.join(dataDir, 'pictures'), { recursive: true });

    const restored = await shell(commandsOf('Restore'));
    expect(restored).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 users, schema'),
    });
    expect(restored.stdout).toContain('ended 1 sessions');
    expect(readdirSync(dataDir).filter((name) => name.includes('.before-')).length).toBe(1);
    expect(readdirSync(path.join(dataDir, 'pictures'))).toEqual(picture);

    server = await startServer();
    expect((await server.me(token)).status).toBe(401);
    expect((await server.logIn('dawei')).user.id).toBe(user.id);
    await server.close();
  });

  test('reencrypt is a command of the server', async () => {
    const { stdout } = await shell(commandsOf('Change a secret'));
    expect(stdout).toContain('SESSION_KEY_SECRETS is not set');
  });
});

test('a backup makes no database, and replaces no file', async () => {
  expect(await command('backup', `${folder}/b`)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`No database at ${dataDir}/weapp-login.sqlite`),
  });
  expect(readdirSync(folder)).toEqual([]);
  const server = await startServer();
  writeFileSync(path.join(folder, 'b'), 'mine');
  expect((await command('backup', `${folder}/b`)).stdout).toContain('exists; choose another');
  await server.close();
  expect(readFileSync(path.join(folder, 'b'), 'utf8')).toBe('mine');
});

describe('an invalid backup is refused, and the database stays', () => {
  test.each([
    ['a file that is not there', () => {}, /No backup at/],
    [
      'another program’s database',
      (file: string) => {
        const db = new DatabaseSync(file);
        db.exec('CREATE TABLE t (x)');
        db.close();
      },
      /is not a database of this server/,
    ],
    [
      'no database at all',
      (file: string) => writeFileSync(file, 'x'.repeat(5_000)),
      /not a database/,
    ],
    [
      'one of a newer server',
      (file: string) => {
        const db = new DatabaseSync(file);
        db.exec('CREATE TABLE users (id); PRAGMA user_version = 99');
        db.close();
      },
      /has schema 99 and this server knows/,
    ],
  ])('%s', async (_, make, message) => {
    const server = await startServer();
    const { token } = await server.logIn('dawei');
    await server.close();
    const file = path.join(folder, 'other');
    make(file);
    const { code, stdout } = await command('restore', file);
    expect([code, stdout]).toEqual([1, expect.stringMatching(message)]);
    const again = await startServer();
    expect((await again.me(token)).status).toBe(200);
    await again.close();
  });
});

test('a damaged database, and what is left of its log, gives way to a backup', async () => {
  const server = await startServer();
  await server.logIn('dawei');
  await command('backup', `${folder}/b`);
  await server.close();
  const file = path.join(dataDir, 'weapp-login.sqlite');
  writeFileSync(file, Buffer.alloc(20_000, 1));
  writeFileSync(`${file}-wal`, 'left over');
  const { code, stdout } = await command('restore', `${folder}/b`);
  expect([code, stdout]).toEqual([0, expect.stringContaining('Restored')]);
  expect(readdirSync(dataDir)).not.toContain('weapp-login.sqlite-wal');
});

test('with PostgreSQL, both name what to do instead', async () => {
  const server = runServer(['dist/main.js', 'backup', 'x'], {
    DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d',
  });
  expect(await server.ended()).toEqual([1, null]);
  expect(server.output.stdout).toContain('pg_dump');
});
