import { toIsoTime } from '../fast/iso-times.ts';
import type { Handler } from '../request/handler.ts';
import { SessionRequired } from '../session/authenticate.ts';
import { toSessionsResponse } from '../session/list-sessions.ts';
import type { Store } from '../store/store.ts';
import { picturePath } from './serve-pictures.ts';

/** So many sessions are in the export; `GET /sessions` has the others, from `nextCursor` on. */
const mostSessions = 1_000;

/**
 * Returns everything that is kept of the person, also in tables of the app, the phone number unmasked: it is theirs. Left
 * out is what only the server has a use for: hashes of tokens, and session_keys, which are kept encrypted.
 * docs/decisions/0036-export-has-the-whole-number.md
 */
export const createExportMe =
  ({ store, now }: { store: Store; now: () => number }): Handler<'exportMe'> =>
  async ({ caller, request }) => {
    const time = now();
    const user = await store.exportUser(caller.user.id);
    // Deleted while this request was under way.
    if (!user) throw new SessionRequired('The token belongs to no open session.');
    const page = { now: time, limit: mostSessions + 1 };
    const sessions = await store.listSessions(user.id, page);
    return {
      exportedAt: toIsoTime(time),
      user: {
        id: user.id,
        ...(user.nickname && { nickname: user.nickname }),
        ...(user.avatar && { avatarUrl: request.publicPath + picturePath(user.avatar) }),
        ...(user.phoneNumber && { phoneNumber: user.phoneNumber }),
        createdAt: toIsoTime(user.createdAt),
      },
      accounts: user.accounts.map((account) => ({
        ...account,
        lastLoginAt: toIsoTime(account.lastLoginAt),
        sessionKeyIssuedAt: toIsoTime(account.sessionKeyIssuedAt),
      })),
      ...(user.own && { own: user.own }),
      ...toSessionsResponse(sessions, { most: mostSessions, currentId: caller.session.id }),
    };
  };
