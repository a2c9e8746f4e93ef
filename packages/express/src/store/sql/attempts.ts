import type { LoginAttempt, LoginRecord, Store } from '../store.ts';
import { type Engine, lastQuery, type Query, type Script } from './engine.ts';

interface AttemptRow {
  started_at: number;
  sealed_token: Uint8Array | null;
  failure: string | null;
}

const select =
  'SELECT started_at, sealed_token, failure FROM weapp_login_store.login_attempts WHERE id = $1';
const bytes = (id: string) => Buffer.from(id, 'base64url');

const attempt = (row: AttemptRow | undefined): LoginAttempt | undefined =>
  row && {
    startedAt: row.started_at,
    ...(row.sealed_token && { sealedToken: row.sealed_token }),
    ...(row.failure !== null && { failure: row.failure }),
  };

/** Returns whether the attempt was free. */
export function* claimAttempt(id: string, now: number): Script<boolean> {
  const claimed = yield* lastQuery(
    'INSERT INTO weapp_login_store.login_attempts (id, started_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING RETURNING started_at',
    bytes(id),
    now,
  );
  return claimed.length > 0;
}

export function* failAttempt(id: string, failure: string): Script<void> {
  yield* lastQuery(
    'UPDATE weapp_login_store.login_attempts SET failure = $1 WHERE id = $2',
    failure,
    bytes(id),
  );
}

/**
 * The statement that completes an attempt. It doesn't need the row of the claim, which a crash of the database may have
 * taken back.
 */
export const completeAttempt = (
  { id, sealedToken }: NonNullable<LoginRecord['attempt']>,
  { userId, now }: { userId: string; now: number },
): Query => ({
  sql: `INSERT INTO weapp_login_store.login_attempts (id, started_at, sealed_token, user_id)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET
          sealed_token = excluded.sealed_token, user_id = excluded.user_id`,
  values: [bytes(id), now, Buffer.from(sealedToken), userId],
});

/** The store's operations for login attempts. */
export function createAttempts(
  engine: Engine,
): Pick<Store, 'claimAttempt' | 'findAttempt' | 'failAttempt'> {
  // No answer rests on these: docs/decisions/0032-claims-wait-for-no-disk.md
  const { writeUnsynced = engine.write } = engine;
  const findAttempt: Store['findAttempt'] = async (id) =>
    attempt((await engine.read<AttemptRow>(select, bytes(id)))[0]);

  return {
    async claimAttempt(id, now) {
      if (await writeUnsynced(claimAttempt, id, now)) return undefined;
      // Swept concurrently: equivalent to an attempt that began long ago.
      return (await findAttempt(id)) ?? { startedAt: 0 };
    },
    findAttempt,
    failAttempt: (id, failure) => writeUnsynced(failAttempt, id, failure),
  };
}
