import { createSend, type OwnContract } from '../client/send.ts';
import { type AppRoutes, createSessionOn, type Session } from '../client/session.ts';
import { runningVersion } from './running-version.ts';
import type { WxHost } from './wx-host.ts';
import { createWxLogin } from './wx-login.ts';
import { createWxStorage } from './wx-storage.ts';
import { createWxTransport } from './wx-transport.ts';

/** What DevTools calls a mini program that has no AppID; no server serves it under that name. */
const touristAppId = 'touristappid';

/** The session of a mini program, whose calls name a file by its path. */
export type WxSession<R extends AppRoutes> = Session<R, string>;

/**
 * Returns the session of this mini program: it logs in by wx.login where it must, keeps the token in storage, and repeats
 * a call after a 401. It does not throw, so that a page can say what is wrong.
 *
 * @param options.routes those of the login, with the app's own beside them
 * @param options.baseUrl where the server is, without a slash at the end; undefined where none is configured, which each
 *   call then says
 * @param options.checks tells a good response of an own route from that of a captive portal; default: any object
 * @param options.words what a person reads about the app's own problems
 * @example
 * ```ts
 * const session = createSession({ wx, routes, baseUrl: 'https://api.example.com' });
 * const { user } = await session.call('me', {});
 * ```
 */
export function createSession<R extends AppRoutes>(
  options: OwnContract & { wx: WxHost; routes: R; baseUrl: string | undefined },
): WxSession<R> {
  const { wx } = options;
  const { appId } = runningVersion(wx);
  return createSessionOn({
    routes: options.routes,
    send: createSend({ ...options, transport: createWxTransport(options) }),
    getCode: createWxLogin({
      wx,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
    storage: createWxStorage(options),
    appId: appId === touristAppId ? undefined : appId,
    newKey,
  });
}

const newKey = () =>
  Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
