/** The steps of the schema, oldest first. A step that has been released is never edited: the ledger has its checksum. */
export const postgresMigrations: readonly string[] = [
  // logins
  `
  -- Times are milliseconds since 1970. Rows that belong together are written in one transaction; there are no foreign
  -- keys, for each would cost every login a search.

  -- A person.
  CREATE TABLE weapp_login_store.users (
    id text PRIMARY KEY,
    created_at bigint NOT NULL
  );

  -- A person inside one AppID. The session_key is AES-256-GCM, under the key that session_key_id names.
  CREATE TABLE weapp_login_store.accounts (
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

  -- The owner of each unionid. A table of its own, so that its primary key decides between two first logins at the same time.
  CREATE TABLE weapp_login_store.unionids (
    unionid text PRIMARY KEY,
    user_id text NOT NULL
  );

  CREATE TABLE weapp_login_store.sessions (
    -- SHA-256 of the token. The token is kept nowhere.
    token_hash bytea PRIMARY KEY,
    -- Its name for its owner, who may end it from another device.
    id text NOT NULL,
    user_id text NOT NULL,
    app_id text NOT NULL,
    openid text NOT NULL,
    device text,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL
  );
  CREATE INDEX sessions_of_user ON weapp_login_store.sessions (user_id);
  CREATE INDEX sessions_by_expiry ON weapp_login_store.sessions (expires_at);

  -- Logins of the last minutes that may be asked for again; docs/decisions says what protects the token.
  CREATE TABLE weapp_login_store.login_attempts (
    -- Derived from the code and the Idempotency-Key, neither of which is kept.
    id bytea PRIMARY KEY,
    started_at bigint NOT NULL,
    -- AES-256-GCM under a key that is derived from the same two.
    sealed_token bytea,
    -- The problem that was answered, as JSON.
    failure text
  );
  CREATE INDEX login_attempts_by_start ON weapp_login_store.login_attempts (started_at);

  -- One row, written to find out whether writing works.
  CREATE TABLE weapp_login_store.readiness (
    id bigint PRIMARY KEY,
    checked_at bigint NOT NULL
  );
  `,
  // profiles
  `
  -- What a person said about themselves, and the phone number that WeChat vouched for. avatar names a file of the file store.
  ALTER TABLE weapp_login_store.users ADD COLUMN nickname text;
  ALTER TABLE weapp_login_store.users ADD COLUMN avatar text;
  ALTER TABLE weapp_login_store.users ADD COLUMN phone_number text;
  `,
  // limits
  `
  -- The counters of limits/, as rate-limiter-flexible has them. They may be emptied at any time.
  CREATE TABLE weapp_login_store.limits (
    key varchar(255) PRIMARY KEY,
    points integer NOT NULL DEFAULT 0,
    -- Milliseconds since 1970.
    expire bigint
  );
  CREATE INDEX limits_by_expire ON weapp_login_store.limits (expire);
  `,
  // room
  `
  -- What the row of readiness is padded with, so that a disk with hardly any room is noticed.
  ALTER TABLE weapp_login_store.readiness ADD COLUMN room bytea;
  `,
  // session pages
  `
  -- The person's sessions in the order of their list, so that a page of it and the end of the oldest read a few rows.
  DROP INDEX weapp_login_store.sessions_of_user;
  CREATE INDEX sessions_of_user_by_use ON weapp_login_store.sessions (user_id, last_seen_at, id);
  `,
  // unused pictures
  `
  -- Files of pictures that no user has: on their way to one, or to be deleted. A row is written before its file exists, so that a crash
  -- leaves no file without one. delete_at is milliseconds since 1970; from 0 on no user can get the picture any more.
  CREATE TABLE weapp_login_store.unused_pictures (
    name text PRIMARY KEY,
    delete_at bigint NOT NULL
  );
  CREATE INDEX unused_pictures_by_time ON weapp_login_store.unused_pictures (delete_at);
  `,
  // deletion of a person
  `
  CREATE INDEX accounts_of_user ON weapp_login_store.accounts (user_id);
  CREATE INDEX unionids_of_user ON weapp_login_store.unionids (user_id);
  -- Without an index: the table has the logins of a few minutes, and an index would cost each of them.
  ALTER TABLE weapp_login_store.login_attempts ADD COLUMN user_id text;
  -- Messages of WeChat's that were carried out, so that a repeated one is not. id is a keyed hash of the message.
  CREATE TABLE weapp_login_store.pushed_messages (
    id bytea PRIMARY KEY,
    received_at bigint NOT NULL
  );
  CREATE INDEX pushed_messages_by_time ON weapp_login_store.pushed_messages (received_at);
  -- One row: how many deletions there were, of how many the traces are removed, and when that was last done.
  CREATE TABLE weapp_login_store.erasures (
    id bigint PRIMARY KEY,
    erased bigint NOT NULL,
    scrubbed bigint NOT NULL,
    -- Milliseconds since 1970.
    scrubbed_at bigint NOT NULL
  );
  `,
];
