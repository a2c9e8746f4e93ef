// `pnpm --filter @weapp-login/express leaving [sessions]`: what DELETE /me costs among a million sessions, what removing the
// traces costs, and what everyone else notices of both. A server with its store, over HTTP, on SQLite and on PostgreSQL.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { noLimits } from '../../src/limits/change-limits.ts';
import { startServer } from '../../src/process/start-server.ts';
import { openStore, type StoreLocation } from '../../src/store/location/open-store.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';

const sessions = Number(process.argv[2] ?? 1_000_000);
const deletions = 200;
const now = Date.now();
const expires = now + 30 * 86_400_000;

const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-leaving-'));
const postgres = await startEmbeddedPostgres({ fsync: 'on' });

const tokenOf = (n: number) => String(n).padStart(43, 'A');
const idOf = (n: number) => String(n).padStart(22, 'u');

/** Rows as logins leave them, without the logins' waits for the disk: one user with one account for each session. */
async function fillSqlite(file: string) {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  const user = db.prepare(
    'INSERT INTO weapp_login_store_users (id, created_at, nickname) VALUES (?1, ?2, ?1)',
  );
  const account = db.prepare(
    `INSERT INTO weapp_login_store_accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     VALUES ('wx0000000000000001', ?1, ?1, zeroblob(52), 'key-id', ?2, ?2)`,
  );
  const session = db.prepare(
    `INSERT INTO weapp_login_store_sessions (token_hash, id, user_id, app_id, openid, device, created_at, last_seen_at, expires_at)
     VALUES (?1, ?2, ?2, 'wx0000000000000001', ?2, 'iPhone', ?3, ?3, ?4)`,
  );
  for (let n = 0; n < sessions; n += 1) {
    const id = idOf(n);
    user.run(id, now);
    account.run(id, now);
    session.run(createHash('sha256').update(tokenOf(n)).digest(), id, now, expires);
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

async function fillPostgres(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all = `FROM (SELECT lpad(n::text, 22, 'u') AS id, lpad(n::text, 43, 'A') AS token FROM generate_series(0, ${sessions - 1}) n) s`;
  for (const statement of [
    `INSERT INTO weapp_login_store.users (id, created_at, nickname) SELECT id, ${now}, id ${all}`,
    `INSERT INTO weapp_login_store.accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     SELECT 'wx0000000000000001', id, id, decode(repeat('00', 52), 'hex'), 'key-id', ${now}, ${now} ${all}`,
    `INSERT INTO weapp_login_store.sessions (token_hash, id, user_id, app_id, openid, device, created_at, last_seen_at, expires_at)
     SELECT sha256(token::bytea), id, id, 'wx0000000000000001', id, 'iPhone', ${now}, ${now}, ${expires} ${all}`,
    'VACUUM ANALYZE',
    'CHECKPOINT',
  ])
    await client.query(statement);
  await client.end();
}

const quantile = (times: number[], part: number) =>
  [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * part)] ?? Number.NaN;

async function measure(name: string, location: StoreLocation, fill: () => Promise<void>) {
  const store = openStore(location);
  await store.check(now);
  await fill();
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    apps: [{ appId: 'wx0000000000000001', appSecret: '0'.repeat(32) }],
    sessionKeySecrets: ['a secret that is long enough for a measurement'],
    wechatApiUrl: 'http://127.0.0.1:1',
    limits: noLimits,
    store,
    now: Date.now,
    randomBytes,
  });
  let failures = 0;
  const as = (n: number) => ({ authorization: `Bearer ${tokenOf(n)}` });

  async function timed(method: string, url: string, n: number, body?: string) {
    const startedAt = performance.now();
    const headers = { ...as(n), ...(body && { 'content-type': 'application/json' }) };
    // A request that waits too long is given up, by the server or by its caller.
    const status = await fetch(`${server.url}${url}`, {
      method,
      headers,
      ...(body && { body }),
    }).then(
      async (response) => response.text().then(() => response.status),
      () => 0,
    );
    if (status === 0 || status >= 400) failures += 1;
    return performance.now() - startedAt;
  }
  // The upper half stays, the lower half leaves.
  const others = () => Math.floor((sessions / 2) * (1 + Math.random()));

  /** Others read and write, one request after the other, until `work` is done. */
  async function beside<Result>(work: () => Promise<Result>) {
    let isDone = false;
    const [reads, writes]: [number[], number[]] = [[], []];
    const read = async () => {
      while (!isDone) reads.push(await timed('GET', '/me', others()));
    };
    const write = async () => {
      while (!isDone)
        writes.push(await timed('PUT', '/me/profile', others(), '{"nickname":"someone"}'));
    };
    const other = Promise.all([read(), write()]);
    const startedAt = performance.now();
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1_000;
    isDone = true;
    await other;
    return { result, seconds, reads, writes };
  }

  const row = (
    what: string,
    took: string,
    { reads, writes }: { reads: number[]; writes: number[] },
  ) => {
    console.log(
      `| ${[
        name,
        what,
        took,
        ...[reads, writes].flatMap((times) =>
          [quantile(times, 0.5), quantile(times, 0.99), Math.max(...times)].map((ms) =>
            ms.toFixed(1),
          ),
        ),
        failures,
      ].join(' | ')} |`,
    );
    failures = 0;
  };

  await beside(() => sleep(2_000));
  row('nothing', '', await beside(() => sleep(5_000)));
  const deleting = await beside(async () => {
    const times: number[] = [];
    for (let n = 0; n < deletions; n += 1) times.push(await timed('DELETE', '/me', n));
    return times;
  });
  const [p50, p99] = [0.5, 0.99].map((part) => quantile(deleting.result, part).toFixed(1));
  row('`DELETE /me`, one after the other', `p50 ${p50} ms, p99 ${p99} ms`, deleting);
  for (const whole of [false, true]) {
    const scrubbing = await beside(() => store.scrub({ now: Date.now(), pauseMs: 0, whole }));
    const what = whole ? 'the command `scrub`' : 'the daily scrub';
    row(what, `${scrubbing.seconds.toFixed(1)} s`, scrubbing);
  }
  await server.close();
  await store.close();
}

console.log(
  '| store | meanwhile | takes | GET p50, ms | p99 | most | PUT p50, ms | p99 | most | failed |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
);
const file = path.join(folder, 'weapp-login.sqlite');
try {
  await measure('SQLite', { file }, () => fillSqlite(file));
  await measure('PostgreSQL', { url: postgres.url }, () => fillPostgres(postgres.url));
} finally {
  await postgres.close();
  rmSync(folder, { recursive: true });
}
process.exit();
