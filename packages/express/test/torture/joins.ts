// `pnpm --filter @weapp-login/express joins [pairs]`: joins pairs of users in the embedded store while the process that does it is
// killed three times, and started again. Ends with 1 if a join that was reported is gone, or if anyone was joined by half.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { openStore } from '../../src/store/location/open-store.ts';
import { showProgress } from '../progress.ts';

const kills = 3;
const from = (n: number) => `from ${n}`;
const into = (n: number) => `into ${n}`;

if (process.send) await join(process.argv[2] as string, Number(process.argv[3]));
else await main(Number(process.argv[2] ?? 100_000));

/** Joins what is not joined yet, 64 at a time, and reports each pair. */
async function join(file: string, pairs: number) {
  const store = openStore({ file });
  let next = 0;
  const joinSome = async () => {
    for (let n = next++; n < pairs; n = next++) {
      const outcome = await store.joinUsers(from(n), into(n));
      if (outcome === 'joined') process.send?.(n);
      else if (outcome !== 'no-such-user') throw new Error(`pair ${n}: ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: 64 }, joinSome));
  await store.close();
  process.disconnect();
}

async function main(pairs: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-joins-'));
  const file = path.join(folder, 'weapp-login.sqlite');
  await fill(file, pairs);
  const reported = new Set<number>();
  const startedAt = performance.now();
  for (let run = 0; run <= kills; run++) {
    const child = fork(import.meta.filename, [file, String(pairs)], { execArgv: process.execArgv });
    child.on('message', (n: number) => reported.add(n));
    const exited = once(child, 'exit');
    if (run < kills) {
      while (reported.size < ((run + 1) * pairs) / (kills + 1)) await sleep(20);
      child.kill('SIGKILL');
    }
    await exited;
    showProgress(`${reported.size} of ${pairs} pairs reported after ${run + 1} runs`);
    const lost = inDatabase(file, (all) => all('SELECT id FROM weapp_login_store_users'))
      .map(({ id }) => /^from (\d+)$/.exec(String(id))?.[1])
      .filter((n) => n !== undefined && reported.has(Number(n)));
    if (lost.length > 0) fail(`${lost.length} joins that were reported are gone`);
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const faults = inDatabase(file, (all) => [
    ...all(`SELECT 'user' AS part, id FROM weapp_login_store_users WHERE id LIKE 'from %'`),
    ...all(`SELECT 'account' AS part, openid AS id FROM weapp_login_store_accounts
            WHERE user_id IS NOT 'into ' || substr(openid, 3)`),
    ...all(`SELECT 'session' AS part, openid AS id FROM weapp_login_store_sessions
            WHERE user_id IS NOT 'into ' || substr(openid, 3)`),
    ...all(`SELECT 'rows' AS part, n AS id FROM (
              SELECT (SELECT count(*) FROM weapp_login_store_users) AS n
              UNION ALL SELECT (SELECT count(*) FROM weapp_login_store_accounts) / 2
              UNION ALL SELECT (SELECT count(*) FROM weapp_login_store_sessions) / 2
            ) WHERE n IS NOT ${pairs}`),
    ...all('PRAGMA integrity_check').filter((row) => row.integrity_check !== 'ok'),
  ]);
  showProgress('');
  if (faults.length > 0) fail(JSON.stringify(faults.slice(0, 5)));
  console.log(`${pairs} pairs joined in ${seconds} s over ${kills} kills; ${faults.length} faults`);
  rmSync(folder, { recursive: true });
}

/** Two users for each pair, each with an account and a session, in an AppID of its own. */
async function fill(file: string, pairs: number) {
  const store = openStore({ file });
  await store.check(0);
  await store.close();
  const db = new DatabaseSync(file);
  const user = db.prepare('INSERT INTO weapp_login_store_users (id, created_at) VALUES (?, 1)');
  const account = db.prepare(
    `INSERT INTO weapp_login_store_accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     VALUES (?, ?, ?, zeroblob(44), 'key', 1, 1)`,
  );
  const session = db.prepare(
    `INSERT INTO weapp_login_store_sessions (token_hash, id, user_id, app_id, openid, created_at, last_seen_at, expires_at)
     VALUES (?, ?, ?, ?, ?, 1, 1, 9000000000000)`,
  );
  db.exec('BEGIN');
  for (let n = 0; n < pairs; n++)
    for (const [id, appId] of [
      [from(n), 'wx0000000000000001'],
      [into(n), 'wx0000000000000002'],
    ] as const) {
      const openid = `o ${n}`;
      user.run(id);
      account.run(appId, openid, id);
      session.run(createHash('sha256').update(id).digest(), id, id, appId, openid);
    }
  db.exec('COMMIT');
  db.close();
}

type Row = Record<string, unknown>;

function inDatabase<T>(file: string, read: (all: (sql: string) => Row[]) => T): T {
  const db = new DatabaseSync(file);
  try {
    return read((sql) => db.prepare(sql).all() as Row[]);
  } finally {
    db.close();
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
