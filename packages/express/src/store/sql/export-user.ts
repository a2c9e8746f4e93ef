import type { ExportedUser, Store } from '../store.ts';
import type { Engine } from './engine.ts';
import { type ProfileRow, profileColumns, profileOf } from './find-session.ts';
import { hookQuery } from './own-tables.ts';

interface AccountRow {
  app_id: string;
  openid: string;
  unionid: string | null;
  last_login_at: number;
  session_key_issued_at: number;
}

/**
 * The part of the store that tells everything it keeps of a person; sessions are listed by `listSessions`.
 * @param onExport statements of the app's own, by the name of their rows
 */
export const createExport = (
  engine: Engine,
  onExport: Readonly<Record<string, string>>,
): Pick<Store, 'exportUser'> => ({
  async exportUser(userId) {
    const [user] = await engine.read<ProfileRow & { id: string; created_at: number }>(
      `SELECT u.id, u.created_at, ${profileColumns} FROM weapp_login_store.users u WHERE u.id = $1`,
      userId,
    );
    if (!user) return undefined;
    const accounts = await engine.read<AccountRow>(
      `SELECT app_id, openid, unionid, last_login_at, session_key_issued_at FROM weapp_login_store.accounts
       WHERE user_id = $1 ORDER BY app_id, openid`,
      userId,
    );
    const own: Record<string, Record<string, unknown>[]> = {};
    for (const [name, statement] of Object.entries(onExport)) {
      const { sql, values } = hookQuery(statement, { userId });
      own[name] = await engine.read(sql, ...values);
    }
    return {
      id: user.id,
      createdAt: user.created_at,
      ...profileOf(user),
      accounts: accounts.map(accountOf),
      ...(Object.keys(onExport).length > 0 && { own }),
    };
  },
});

const accountOf = (row: AccountRow): ExportedUser['accounts'][number] => ({
  appId: row.app_id,
  openid: row.openid,
  ...(row.unionid !== null && { unionid: row.unionid }),
  lastLoginAt: row.last_login_at,
  sessionKeyIssuedAt: row.session_key_issued_at,
});
