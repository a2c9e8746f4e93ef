// `pnpm --filter @weapp-login/express torture [rounds]`: kill -9 under a load of logins, to the server over SQLite and over
// PostgreSQL, and to PostgreSQL itself. Ends with 1 if a login that was answered is gone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import pg from 'pg';
import buildServer from '../build.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { type Killable, killRounds } from '../kill-rounds.ts';
import { killablePostgres, killableServer } from '../killable.ts';
import { showProgress } from '../progress.ts';
import { runServer } from '../run-server.ts';

const rounds = Number(process.argv[2] ?? 100);
/** Milliseconds of load before a kill, at most. */
const longest = 1_000;

await buildServer();
const fake = await startFakeWechat();

async function torture(name: string, victim: Killable, check: () => Promise<unknown>) {
  const onRound = (round: number, logins: number) =>
    showProgress(`${name}: ${round} of ${rounds} kills, ${logins} logins`);
  const { logins, lost } = await killRounds({ fake, victim, rounds, longest, onRound });
  showProgress('');
  console.log(`${name}: ${logins} logins answered, ${lost} lost; ${await check()}`);
  if (lost > 0) process.exitCode = 1;
}

const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-torture-'));
const overSqlite = killableServer({ DATA_DIR: folder, WECHAT_API_URL: fake.url });
await torture('the server over SQLite', overSqlite, async () => {
  await overSqlite.stop();
  const db = new DatabaseSync(path.join(folder, 'weapp-login.sqlite'));
  const result = db.prepare('PRAGMA integrity_check').all();
  db.close();
  return `integrity check: ${JSON.stringify(result)}`;
});
rmSync(folder, { recursive: true });

const postgres = await startEmbeddedPostgres({ fsync: 'on' });
/** Reads every row through its index and finds rows whose others are missing. */
async function checkPostgres(): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
  const { rows: indexes } = await client.query(
    `SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
     WHERE a.amname = 'btree' AND c.relnamespace = 'weapp_login_store'::regnamespace`,
  );
  const { rows } = await client.query(
    `SELECT count(*) AS orphans FROM weapp_login_store.sessions s
     LEFT JOIN weapp_login_store.accounts a USING (app_id, openid) LEFT JOIN weapp_login_store.users u ON u.id = s.user_id
     WHERE a.openid IS NULL OR u.id IS NULL`,
  );
  await client.end();
  return `${indexes.length} indexes checked, ${rows[0].orphans} orphans`;
}
const env = { DATABASE_URL: postgres.url, WECHAT_API_URL: fake.url };

const overPostgres = killableServer(env);
await torture('the server over PostgreSQL', overPostgres, checkPostgres);
await overPostgres.stop();

const server = runServer(['dist/main.js'], { ...env, SESSION_LIMIT_PER_USER: '0' });
await torture('PostgreSQL', killablePostgres(postgres, server), checkPostgres);
server.stop('SIGTERM');
await server.ended();

await postgres.close();
await fake.close();
