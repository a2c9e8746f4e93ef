import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { defaultApps, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverFolder } from '../../test/run-server.ts';
import { openStore } from '../store/location/open-store.ts';

const oldApp = 'wx0000000000000002';
/** As many as take several batches; `MOVE_ACCOUNTS` tries as many as a large server has. */
const count = Number(process.env.MOVE_ACCOUNTS ?? 700);
const people = Array.from({ length: count }, (_, at) => ({ id: `person ${at}`, name: '' }));
const openidOf = (personId: string, appId: string) =>
  `o${createHash('sha256')
    .update(JSON.stringify([appId, personId]))
    .digest('base64url')
    .slice(0, 27)}`;

let folder: string;
let fake: Awaited<ReturnType<typeof startFakeWechat>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-moves-'));
  fake = await startFakeWechat({ people, apps: defaultApps });
  const store = openStore({ file: path.join(folder, 'weapp-login.sqlite') });
  await store.check(0);
  await store.close();
  const db = database();
  db.exec('BEGIN');
  const user = db.prepare('INSERT INTO weapp_login_store_users (id, created_at) VALUES (?, 1)');
  const account = db.prepare(
    'INSERT INTO weapp_login_store_accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at) VALUES (?, ?, ?, ?, ?, 1, 1)',
  );
  for (const { id } of people) {
    user.run(id);
    account.run(oldApp, openidOf(id, oldApp), id, Buffer.alloc(44), 'key');
  }
  // One that WeChat does not know.
  account.run(oldApp, 'oUnknown', 'stranger', Buffer.alloc(44), 'key');
  db.exec('COMMIT');
  db.close();
});
afterAll(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});

const database = () =>
  new DatabaseSync(path.join(folder, 'weapp-login.sqlite'), { timeout: 5_000 });
function left(): number {
  const db = database();
  const row = db
    .prepare('SELECT count(*) AS n FROM weapp_login_store_accounts WHERE app_id = ?')
    .get(oldApp);
  db.close();
  return (row as { n: number }).n;
}

function start(...args: string[]) {
  return spawn(
    process.execPath,
    ['dist/main.js', 'move-accounts', '--from', oldApp, '--to', touristApp.appId, ...args],
    {
      cwd: serverFolder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'development',
        DATA_DIR: folder,
        WECHAT_APP_ID: touristApp.appId,
        WECHAT_APP_SECRET: touristApp.appSecret,
        WECHAT_API_URL: fake.url,
      },
    },
  );
}
async function run(...args: string[]) {
  const child = start(...args);
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { stdout, code };
}

test('accounts are moved in batches, and a run that was killed is gone on with', async () => {
  expect((await run()).stdout).toContain('63178');
  fake.moveApp({ from: oldApp, to: touristApp.appId });
  expect(await run('--dry-run')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`Dry run: would move ${count} of ${count + 1} accounts`),
  });
  expect(left()).toBe(count + 1);

  const killed = start();
  const ended = once(killed, 'close');
  while (left() === count + 1) await sleep(5);
  killed.kill('SIGKILL');
  await ended;
  const rest = left();
  expect(rest).toBeLessThan(count + 1);

  const { stdout, code } = await run();
  expect(code).toBe(1);
  expect(stdout).toContain(`Moved ${rest - 1} of ${rest} accounts`);
  expect(stdout).toContain('WeChat knows no new openid for 1');
  const db = database();
  const moved = db
    .prepare('SELECT openid, user_id FROM weapp_login_store_accounts WHERE app_id = ?')
    .all(touristApp.appId);
  db.close();
  expect(
    new Map(
      (moved as { openid: string; user_id: string }[]).map((row) => [row.user_id, row.openid]),
    ),
  ).toEqual(new Map(people.map(({ id }) => [id, openidOf(id, touristApp.appId)])));
}, 600_000);
