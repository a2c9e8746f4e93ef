import type { ConsentChange, Store } from '../store.ts';
import { deleteUser } from './delete-user.ts';
import { type Engine, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';
import { takeAvatar } from './pictures.ts';
import { updateProfile } from './profiles.ts';

/**
 * Store.applyConsentChange as a transaction. That the message was dealt with is written down together with what it
 * deletes: of two processes that get it at the same time, the primary key lets one go first, and a process that ends
 * before the commit has done neither.
 */
export function* applyConsentChange(
  change: ConsentChange,
  onDelete: readonly string[] = [],
): Script<Awaited<ReturnType<Store['applyConsentChange']>>> {
  const { messageId, receivedAt, appId, openid, remove } = change;
  const isNew = yield* query(
    `INSERT INTO weapp_login_store.pushed_messages (id, received_at) VALUES ($1, $2)
     ON CONFLICT (id) DO NOTHING RETURNING received_at`,
    Buffer.from(messageId, 'base64url'),
    receivedAt,
  );
  if (isNew.length === 0) return { repeated: true };
  const [account] = yield* query<{ user_id: string }>(
    'SELECT user_id FROM weapp_login_store.accounts WHERE app_id = $1 AND openid = $2',
    appId,
    openid,
  );
  if (!account) return {};
  const userId = account.user_id;
  if (remove === 'user') {
    const deleted = yield* deleteUser(userId, onDelete);
    return { userId, ...deleted };
  }
  yield* updateProfile(userId, {
    ...(remove.includes('nickname') && { nickname: null }),
    ...(remove.includes('phoneNumber') && { phoneNumber: null }),
  });
  const avatar = remove.includes('avatar') ? yield* takeAvatar(userId) : undefined;
  yield* recordErasure();
  return { userId, ...(avatar !== undefined && { avatar }) };
}

/** The part of the store that carries out what WeChat pushes about a person's consent. */
export const createConsentChanges = (
  engine: Engine,
  onDelete: readonly string[],
): Pick<Store, 'applyConsentChange'> => ({
  applyConsentChange: (change) => engine.write(applyConsentChange, change, onDelete),
});
