import { createSend, type OwnContract } from '../client/send.ts';
import {
  type AppRoutes,
  createSessionOn,
  type Session,
  type SessionStorage,
} from '../client/session.ts';
import { createFetchTransport, type FetchOptions } from './fetch-transport.ts';

/** The session of a page or a program, whose calls hand over a file as a Blob. */
export type FetchSession<R extends AppRoutes> = Session<R, Blob>;

/**
 * Returns a session like that of the mini program: one login at a time, one more after a 401. A code comes from WeChat
 * alone, so the page asks the mini program for one, for instance through a web-view.
 *
 * @param options.getCode returns a code of wx.login
 * @param options.appId which of the server's AppIDs issued the code; a server of a single one needs none
 * @param options.storage where the session outlives this page; default: nowhere
 * @example
 * ```ts
 * const session = createSession({ routes, baseUrl: 'https://api.example.com', getCode });
 * const { user } = await session.call('me', {});
 * ```
 */
export function createSession<R extends AppRoutes>(
  options: FetchOptions &
    OwnContract & {
      routes: R;
      getCode: () => Promise<string>;
      appId?: string | undefined;
      storage?: SessionStorage | undefined;
    },
): FetchSession<R> {
  const { routes, getCode, appId, storage = forgetful } = options;
  return createSessionOn({
    routes,
    send: createSend({ ...options, transport: createFetchTransport(options) }),
    getCode,
    storage,
    appId,
    newKey: () => crypto.randomUUID(),
  });
}

const forgetful: SessionStorage = {
  read: () => undefined,
  write: () => undefined,
  clear: () => undefined,
};
