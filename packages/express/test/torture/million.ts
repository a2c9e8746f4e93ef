// `pnpm --filter @weapp-login/express million [sessions]`: the cost of finding a session, and the memory that it takes, from
// a thousand sessions to a million in the embedded store.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openStore } from '../../src/store/location/open-store.ts';

const most = Number(process.argv[2] ?? 1_000_000);
const lookups = 50_000;

const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-million-'));
const file = path.join(folder, 'weapp-login.sqlite');
const now = Date.UTC(2030, 0, 1);
const hashOf = (n: number) => createHash('sha256').update(`token ${n}`).digest();

const store = openStore({ file });
await store.check(now);

/** Rows as logins leave them, without the logins' waits for the disk. */
const db = new DatabaseSync(file);
db.exec('PRAGMA synchronous = OFF');
const insert = {
  user: db.prepare('INSERT INTO weapp_login_store_users (id, created_at) VALUES (?1, ?2)'),
  account: db.prepare(
    `INSERT INTO weapp_login_store_accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     VALUES ('wx0000000000000001', ?1, ?2, zeroblob(52), 'key-id', ?3, ?3)`,
  ),
  session: db.prepare(
    `INSERT INTO weapp_login_store_sessions (token_hash, id, user_id, app_id, openid, device, created_at, last_seen_at, expires_at)
     VALUES (?1, ?2, ?3, 'wx0000000000000001', ?4, 'iPhone', ?5, ?5, ?6)`,
  ),
};
function fill(from: number, to: number) {
  db.exec('BEGIN');
  for (let n = from; n < to; n++) {
    const hash = hashOf(n);
    const id = hash.toString('base64url', 0, 16);
    const openid = `o${hash.toString('base64url', 0, 20)}`;
    insert.user.run(id, now);
    insert.account.run(openid, id, now);
    insert.session.run(hash, id, id, openid, now, now + 1_000_000);
  }
  db.exec('COMMIT');
}

async function measure(sessions: number) {
  const hashes = Array.from({ length: lookups }, () =>
    hashOf(Math.floor(Math.random() * sessions)).toString('base64url'),
  );
  for (const hash of hashes.slice(0, 5_000)) await store.findSession(hash, now);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (const hash of hashes)
    if (!(await store.findSession(hash, now))) throw new Error('not found');
  const wall = ((performance.now() - startedAt) * 1_000) / lookups;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall, cpu: (user + system) / lookups };
}

console.log(
  '| sessions | a lookup, µs | CPU of a lookup, µs | memory of the process, MB | file, MB |',
);
console.log('| ---: | ---: | ---: | ---: | ---: |');
let filled = 0;
for (let sessions = 1_000; sessions <= most; sessions *= 10) {
  for (; filled < sessions; filled += 1_000) fill(filled, filled + 1_000);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const { wall, cpu } = await measure(sessions);
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
  const row = [
    sessions.toLocaleString('en'),
    wall.toFixed(1),
    cpu.toFixed(1),
    megabytes(process.memoryUsage.rss()),
    megabytes(statSync(file).size),
  ];
  console.log(`| ${row.join(' | ')} |`);
}
db.close();
await store.close();
rmSync(folder, { recursive: true });
