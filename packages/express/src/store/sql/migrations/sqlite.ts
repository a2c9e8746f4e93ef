/** The steps of the schema, oldest first. A step that has been released is never edited: the ledger has its checksum. */
export const sqliteMigrations: readonly string[] = [
  // logins
  `
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

  -- The owner of each unionid. A table of its own, so that its primary key decides between two first logins at the same time.
  CREATE TABLE unionids (
    unionid TEXT PRIMARY KEY,
    user_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    -- SHA-256 of the token. The token is kept nowhere.
    token_hash BLOB PRIMARY KEY,
    -- Its name for its owner, who may end it from another device.
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
  `,
  // profiles
  `
  -- What a person said about themselves, and the phone number that WeChat vouched for. avatar names a file of the file store.
  ALTER TABLE users ADD COLUMN nickname TEXT;
  ALTER TABLE users ADD COLUMN avatar TEXT;
  ALTER TABLE users ADD COLUMN phone_number TEXT;
  `,
  // room
  `
  -- What the row of readiness is padded with, so that a disk with hardly any room is noticed.
  ALTER TABLE readiness ADD COLUMN room BLOB;
  `,
  // session pages
  `
  -- The person's sessions in the order of their list, so that a page of it and the end of the oldest read a few rows.
  DROP INDEX sessions_of_user;
  CREATE INDEX sessions_of_user_by_use ON sessions (user_id, last_seen_at, id);
  `,
  // unused pictures
  `
  -- Files of pictures that no user has: on their way to one, or to be deleted. A row is written before its file exists, so that a crash
  -- leaves no file without one. delete_at is milliseconds since 1970; from 0 on no user can get the picture any more.
  CREATE TABLE unused_pictures (
    name TEXT PRIMARY KEY,
    delete_at INTEGER NOT NULL
  );
  CREATE INDEX unused_pictures_by_time ON unused_pictures (delete_at);
  `,
  // deletion of a person
  `
  CREATE INDEX accounts_of_user ON accounts (user_id);
  CREATE INDEX unionids_of_user ON unionids (user_id);
  -- Without an index: the table has the logins of a few minutes, and an index would cost each of them.
  ALTER TABLE login_attempts ADD COLUMN user_id TEXT;
  -- Messages of WeChat's that were carried out, so that a repeated one is not. id is a keyed hash of the message.
  CREATE TABLE pushed_messages (
    id BLOB PRIMARY KEY,
    received_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pushed_messages_by_time ON pushed_messages (received_at);
  -- One row: how many deletions there were, of how many the traces are removed, and when that was last done.
  CREATE TABLE erasures (
    id INTEGER PRIMARY KEY,
    erased INTEGER NOT NULL,
    scrubbed INTEGER NOT NULL,
    -- Milliseconds since 1970.
    scrubbed_at INTEGER NOT NULL
  ) STRICT;
  `,
  // names that leave all others to the app
  `
  ALTER TABLE users RENAME TO weapp_login_store.users;
  ALTER TABLE accounts RENAME TO weapp_login_store.accounts;
  ALTER TABLE unionids RENAME TO weapp_login_store.unionids;
  ALTER TABLE sessions RENAME TO weapp_login_store.sessions;
  ALTER TABLE login_attempts RENAME TO weapp_login_store.login_attempts;
  ALTER TABLE readiness RENAME TO weapp_login_store.readiness;
  ALTER TABLE unused_pictures RENAME TO weapp_login_store.unused_pictures;
  ALTER TABLE pushed_messages RENAME TO weapp_login_store.pushed_messages;
  ALTER TABLE erasures RENAME TO weapp_login_store.erasures;
  `,
];
