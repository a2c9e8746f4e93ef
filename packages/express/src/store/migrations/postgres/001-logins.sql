-- Times are milliseconds since 1970. Rows that belong together are written in one transaction; there are no foreign
-- keys, for each would cost every login a search.

-- A person.
CREATE TABLE users (
  id text PRIMARY KEY,
  created_at bigint NOT NULL
);

-- A person inside one AppID. The session_key is AES-256-GCM, under the key that session_key_id names.
CREATE TABLE accounts (
  app_id text NOT NULL,
  openid text NOT NULL,
  user_id text NOT NULL,
  unionid text,
  session_key bytea NOT NULL,
  session_key_id text NOT NULL,
  session_key_issued_at bigint NOT NULL,
  last_login_at bigint NOT NULL,
  PRIMARY KEY (app_id, openid)
);

-- Whose a unionid is. A table of its own, so that its primary key decides between two first logins at the same time.
CREATE TABLE unionids (
  unionid text PRIMARY KEY,
  user_id text NOT NULL
);

CREATE TABLE sessions (
  -- SHA-256 of the token. The token is kept nowhere.
  token_hash bytea PRIMARY KEY,
  -- What its owner calls it by, to end it from another device.
  id text NOT NULL,
  user_id text NOT NULL,
  app_id text NOT NULL,
  openid text NOT NULL,
  device text,
  created_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Logins of the last minutes that may be asked for again; docs/decisions says what protects the token.
CREATE TABLE login_attempts (
  -- Derived from the code and the Idempotency-Key, neither of which is kept.
  id bytea PRIMARY KEY,
  started_at bigint NOT NULL,
  -- AES-256-GCM under a key that is derived from the same two.
  sealed_token bytea,
  -- The problem that was answered, as JSON.
  failure text
);
CREATE INDEX login_attempts_by_start ON login_attempts (started_at);

-- One row, written to find out whether writing works.
CREATE TABLE readiness (
  id bigint PRIMARY KEY,
  checked_at bigint NOT NULL
);
