import { type Engine, query } from './engine.ts';
import type { LoginAttempt, Store } from './store.ts';

interface AttemptRow {
  started_at: number;
  sealed_token: Uint8Array | null;
  failure: string | null;
}

const select = 'SELECT started_at, sealed_token, failure FROM login_attempts WHERE id = $1';
const bytes = (id: string) => Buffer.from(id, 'base64url');

const attempt = (row: AttemptRow | undefined): LoginAttempt | undefined =>
  row && {
    startedAt: row.started_at,
    ...(row.sealed_token && { sealedToken: row.sealed_token }),
    ...(row.failure !== null && { failure: row.failure }),
  };

/** The part of the store that is about logins that may be asked for again. */
export function createAttempts(
  engine: Engine,
): Pick<Store, 'claimAttempt' | 'findAttempt' | 'failAttempt'> {
  const findAttempt: Store['findAttempt'] = async (id) =>
    attempt((await engine.read<AttemptRow>(select, bytes(id)))[0]);

  return {
    async claimAttempt(id, now) {
      const claimed = await engine.write(() =>
        query<object>(
          'INSERT INTO login_attempts (id, started_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING RETURNING started_at',
          bytes(id),
          now,
        ),
      );
      // It was there; swept in this very moment, it is as good as one that began long ago.
      return claimed.length > 0 ? undefined : ((await findAttempt(id)) ?? { startedAt: 0 });
    },
    findAttempt,
    failAttempt: (id, failure) =>
      engine.write(function* () {
        yield* query('UPDATE login_attempts SET failure = $1 WHERE id = $2', failure, bytes(id));
      }),
  };
}
