import type { Store } from '../store.ts';
import { lastQuery, query, type Script } from './engine.ts';

/** More than a login writes, so if this fits on the disk, the next login does too. */
const roomForLogins = Buffer.alloc(64 * 1024);

/** Store.sweep as a transaction. */
export function* sweep({
  now,
  attemptsBefore,
  messagesBefore,
  limit,
}: Parameters<Store['sweep']>[0]): Script<number> {
  const sessions = yield* query(
    `DELETE FROM weapp_login_store.sessions WHERE token_hash IN
       (SELECT token_hash FROM weapp_login_store.sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
     RETURNING id`,
    now,
    limit,
  );
  const attempts = yield* query(
    `DELETE FROM weapp_login_store.login_attempts WHERE id IN
       (SELECT id FROM weapp_login_store.login_attempts WHERE started_at < $1 ORDER BY started_at LIMIT $2)
     RETURNING started_at`,
    attemptsBefore,
    limit,
  );
  const messages = yield* query(
    `DELETE FROM weapp_login_store.pushed_messages WHERE id IN
       (SELECT id FROM weapp_login_store.pushed_messages WHERE received_at < $1 ORDER BY received_at LIMIT $2)
     RETURNING received_at`,
    messagesBefore,
    limit,
  );
  return sessions.length + attempts.length + messages.length;
}

/** Store.check as a transaction: fails when a login would. */
export function* checkWritable(now: number): Script<void> {
  yield* lastQuery(
    `INSERT INTO weapp_login_store.readiness (id, checked_at, room) VALUES (1, $1, $2)
     ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at, room = excluded.room`,
    now,
    roomForLogins,
  );
}
