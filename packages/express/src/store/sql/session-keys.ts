import type { AccountKey, SealedSessionKey, Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';

interface SealedRow {
  session_key: Uint8Array;
  session_key_id: string;
}

interface AccountRow extends SealedRow {
  app_id: string;
  openid: string;
}

export function* resealSessionKeys(
  keys: readonly (AccountKey & { from: SealedSessionKey; to: SealedSessionKey })[],
): Script<void> {
  for (const { appId, openid, from, to } of keys)
    yield* query(
      `UPDATE weapp_login_store.accounts SET session_key = $1, session_key_id = $2
       WHERE app_id = $3 AND openid = $4 AND session_key = $5`,
      Buffer.from(to.sealed),
      to.keyId,
      appId,
      openid,
      Buffer.from(from.sealed),
    );
}

/** The store's operations for session_keys, which are always encrypted here. */
export function createSessionKeys(
  engine: Engine,
): Pick<
  Store,
  'findSessionKey' | 'countSessionKeys' | 'listSessionKeysNotUnder' | 'resealSessionKeys'
> {
  return {
    async findSessionKey({ appId, openid }) {
      const [row] = await engine.read<SealedRow & { session_key_issued_at: number }>(
        `SELECT session_key, session_key_id, session_key_issued_at FROM weapp_login_store.accounts
         WHERE app_id = $1 AND openid = $2`,
        appId,
        openid,
      );
      return (
        row && {
          keyId: row.session_key_id,
          sealed: row.session_key,
          issuedAt: row.session_key_issued_at,
        }
      );
    },
    async countSessionKeys(keyId) {
      const [row] = await engine.read<{ all_keys: number; others: number }>(
        `SELECT count(*) AS all_keys, count(CASE WHEN session_key_id <> $1 THEN 1 END) AS others
         FROM weapp_login_store.accounts`,
        keyId,
      );
      return { all: row?.all_keys ?? 0, notUnder: row?.others ?? 0 };
    },
    async listSessionKeysNotUnder(keyId, { after, limit }) {
      const rows = await engine.read<AccountRow>(
        `SELECT app_id, openid, session_key, session_key_id FROM weapp_login_store.accounts
         WHERE session_key_id <> $1 AND (app_id, openid) > ($2, $3)
         ORDER BY app_id, openid LIMIT $4`,
        keyId,
        after.appId,
        after.openid,
        limit,
      );
      return rows.map((row) => ({
        appId: row.app_id,
        openid: row.openid,
        keyId: row.session_key_id,
        sealed: row.session_key,
      }));
    },
    resealSessionKeys: (keys) => engine.write(resealSessionKeys, keys),
  };
}
