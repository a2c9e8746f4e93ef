// Fills a database with open sessions, as that many first logins would: node seed.js <file or URL> <count>
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

// The server's own database drivers.
const require = createRequire(new URL('../../apps/server/package.json', import.meta.url));
const [location, count] = process.argv.slice(2);
const now = Date.now();
const expiresAt = now + 30 * 24 * 60 * 60 * 1000;

/** The token of the nth session; the benchmark computes the same one. */
const tokenOf = (n) => String(n).padStart(43, 'A');

async function seedPostgres() {
  const { Client } = require('pg');
  const client = new Client({ connectionString: location });
  await client.connect();
  const from = `FROM generate_series(0, ${Number(count) - 1}) AS n`;
  await client.query(
    `INSERT INTO weapp_login_store.users (id, created_at) SELECT 'user ' || n, ${now} ${from}`,
  );
  await client.query(
    `INSERT INTO weapp_login_store.accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     SELECT 'touristappid', 'o' || lpad(n::text, 27, 'x'), 'user ' || n, decode(repeat('00', 44), 'hex'), 'key', ${now}, ${now} ${from}`,
  );
  await client.query(
    `INSERT INTO weapp_login_store.sessions (token_hash, id, user_id, app_id, openid, created_at, last_seen_at, expires_at)
     SELECT sha256(convert_to(lpad(n::text, 43, 'A'), 'UTF8')), 'session ' || n, 'user ' || n, 'touristappid',
       'o' || lpad(n::text, 27, 'x'), ${now}, ${now}, ${expiresAt} ${from}`,
  );
  await client.query('ANALYZE');
  await client.end();
}

function seedSqlite() {
  const { DatabaseSync } = require('@photostructure/sqlite');
  const db = new DatabaseSync(location);
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  const user = db.prepare('INSERT INTO weapp_login_store_users (id, created_at) VALUES (?, ?)');
  const account = db.prepare(
    `INSERT INTO weapp_login_store_accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     VALUES ('touristappid', ?, ?, zeroblob(44), 'key', ?, ?)`,
  );
  const session = db.prepare(
    `INSERT INTO weapp_login_store_sessions (token_hash, id, user_id, app_id, openid, created_at, last_seen_at, expires_at)
     VALUES (?, ?, ?, 'touristappid', ?, ?, ?, ?)`,
  );
  for (let n = 0; n < Number(count); n++) {
    const openid = `o${String(n).padStart(27, 'x')}`;
    const hash = createHash('sha256').update(tokenOf(n)).digest();
    user.run(`user ${n}`, now);
    account.run(openid, `user ${n}`, now, now);
    session.run(hash, `session ${n}`, `user ${n}`, openid, now, now, expiresAt);
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

if (location.startsWith('postgres')) await seedPostgres();
else seedSqlite();
