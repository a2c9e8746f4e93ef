import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { runServer } from '../../../test/run-server.ts';
import { createSessionKeyRing } from '../../sealing/seal.ts';
import { openStore, type StoreLocation } from '../../store/location/open-store.ts';

const oldSecret = 'o'.repeat(32);
const newSecret = 'n'.repeat(32);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'reencrypt-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function reencrypt(env: Record<string, string>) {
  const command = ['--import', 'tsx', 'src/main.ts', 'reencrypt'];
  const server = runServer(command, { SESSION_KEY_SECRETS: `${newSecret},${oldSecret}`, ...env });
  const [code] = await server.ended();
  return { code, ...server.output };
}

/** Logs people in as a server with this secret would. */
async function logIn(location: StoreLocation, secret: string, openids: readonly string[]) {
  const ring = createSessionKeyRing({ secrets: [secret], randomBytes });
  const store = openStore(location);
  const appId = 'wx0000000000000001';
  for (const openid of openids)
    await store.recordLogin({
      appId,
      openid,
      sessionKey: ring.seal('session_key', { appId, openid }),
      newUserId: openid,
      now: 0,
      session: {
        tokenHash: randomBytes(32).toString('base64url'),
        id: openid,
        createdAt: 0,
        lastSeenAt: 0,
        expiresAt: 1,
      },
    });
  await store.close();
}

describe('on SQLite', () => {
  const fileIn = (dataDir: string) => ({ file: path.join(dataDir, 'weapp-login.sqlite') });

  test('names the database and counts all that it saw', async () => {
    await logIn(fileIn(folder), oldSecret, ['oA', 'oB']);
    await logIn(fileIn(folder), newSecret, ['oC']);
    expect(await reencrypt({ DATA_DIR: folder })).toEqual({
      code: 0,
      stdout: `Re-encrypted 2 of 3 session_keys in ${folder}/weapp-login.sqlite; all use the newest secret.\n`,
      stderr: '',
    });
  });

  test.each(['a folder that is not there', 'an empty folder'])(
    'makes nothing in %s',
    async (which) => {
      const dataDir = which === 'an empty folder' ? folder : path.join(folder, 'typo');
      const { code, stdout } = await reencrypt({ DATA_DIR: dataDir });
      expect(code).toBe(1);
      expect(stdout).toContain(`No database at ${dataDir}/weapp-login.sqlite`);
      expect(existsSync(path.join(folder, 'typo'))).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test('fails where a session_key stays under a secret that is missing', async () => {
    await logIn(fileIn(folder), 'lost'.repeat(8), ['oA']);
    const { code, stdout } = await reencrypt({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('none of SESSION_KEY_SECRETS decrypts 1 of them');
  });

  test('asks whether an empty database is the right one', async () => {
    await logIn(fileIn(folder), oldSecret, []);
    const store = openStore(fileIn(folder));
    await store.check(0);
    await store.close();
    expect((await reencrypt({ DATA_DIR: folder })).stdout).toContain('Is this the server');
  });

  test('without SESSION_KEY_SECRETS it makes no secret of its own', async () => {
    await logIn(fileIn(folder), oldSecret, ['oA']);
    const { code, stdout } = await reencrypt({ DATA_DIR: folder, SESSION_KEY_SECRETS: '' });
    expect(code).toBe(1);
    expect(stdout).toContain('SESSION_KEY_SECRETS is not set');
    expect(existsSync(path.join(folder, 'session-key-secret'))).toBe(false);
  });
});

describe('on PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.close());

  test('makes no tables in a database that has none', async () => {
    const url = await postgres.createDatabase();
    for (const time of ['first', 'second']) {
      const { code, stdout } = await reencrypt({ DATABASE_URL: url });
      expect([time, code, stdout.slice(0, 26)]).toEqual([time, 1, 'No database at PostgreSQL ']);
    }
  });

  test('names the database without its password', async () => {
    const url = await postgres.createDatabase();
    await logIn({ url }, oldSecret, ['oA']);
    const { code, stdout } = await reencrypt({ DATABASE_URL: url });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Re-encrypted 1 of 1')]);
    const { password, pathname } = new URL(url);
    expect(stdout).toContain(pathname.slice(1));
    if (password) expect(stdout).not.toContain(password);
  });
});
