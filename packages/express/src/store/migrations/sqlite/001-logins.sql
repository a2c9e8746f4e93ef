-- Times are milliseconds since 1970. Rows that belong together are written in one transaction; there are no foreign
-- keys, for each would cost every login a search.

-- A person.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A person inside one AppID. The session_key is AES-256-GCM, under the key that session_key_id names.
CREATE TABLE accounts (
  app_id TEXT NOT NULL,
  openid TEXT NOT NULL,
  user_id TEXT NOT NULL,
  unionid TEXT,
  session_key BLOB NOT NULL,
  session_key_id TEXT NOT NULL,
  session_key_issued_at INTEGER NOT NULL,
  last_login_at INTEGER NOT NULL,
  PRIMARY KEY (app_id, openid)
) STRICT, WITHOUT ROWID;

-- Whose a unionid is. A table of its own, so that its primary key decides between two first logins at the same time.
CREATE TABLE unionids (
  unionid TEXT PRIMARY KEY,
  user_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  -- SHA-256 of the token. The token is kept nowhere.
  token_hash BLOB PRIMARY KEY,
  -- What its owner calls it by, to end it from another device.
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  openid TEXT NOT NULL,
  device TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Logins of the last minutes that may be asked for again; docs/decisions says what protects the token.
CREATE TABLE login_attempts (
  -- Derived from the code and the Idempotency-Key, neither of which is kept.
  id BLOB PRIMARY KEY,
  started_at INTEGER NOT NULL,
  -- AES-256-GCM under a key that is derived from the same two.
  sealed_token BLOB,
  -- The problem that was answered, as JSON.
  failure TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX login_attempts_by_start ON login_attempts (started_at);

-- One row, written to find out whether writing works.
CREATE TABLE readiness (
  id INTEGER PRIMARY KEY,
  checked_at INTEGER NOT NULL
) STRICT;
