import { createAttempts } from './attempts.ts';
import { type Engine, query } from './engine.ts';
import { createProfiles } from './profiles.ts';
import { recordLogin } from './record-login.ts';
import { createSessionKeys } from './session-keys.ts';
import { createSessions } from './sessions.ts';
import type { Store } from './store.ts';

/** More than a login writes: a disk that takes this takes the next login too. */
const roomForLogins = Buffer.alloc(64 * 1024);

/** The store over a database. The SQL is the same for each; what differs between databases is in their engines. */
export const createStore = (engine: Engine): Store => ({
  recordLogin: (login) => engine.write(() => recordLogin(login)),
  ...createSessions(engine),
  ...createProfiles(engine),
  ...createAttempts(engine),
  ...createSessionKeys(engine),
  sweep: ({ now, attemptsBefore, limit }) =>
    engine.write(function* () {
      const sessions = yield* query(
        `DELETE FROM sessions WHERE token_hash IN
           (SELECT token_hash FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
         RETURNING id`,
        now,
        limit,
      );
      const attempts = yield* query(
        `DELETE FROM login_attempts WHERE id IN
           (SELECT id FROM login_attempts WHERE started_at < $1 ORDER BY started_at LIMIT $2)
         RETURNING started_at`,
        attemptsBefore,
        limit,
      );
      return sessions.length + attempts.length;
    }),
  check: (now) =>
    engine.write(function* () {
      yield* query(
        `INSERT INTO readiness (id, checked_at, room) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at, room = excluded.room`,
        now,
        roomForLogins,
      );
    }),
  close: engine.close,
});
