import { baseUrlFor, runningVersion } from './config.ts';
import { hostLanguage, type Language } from './language.ts';
import { createRequest } from './request.ts';
import { createSession, type Session } from './session.ts';
import { createSessionStorage } from './session-storage.ts';
import { createWxLogin } from './wx-login.ts';

/** What pages reach through `getApp<WeappLogin>()`. */
export interface WeappLogin {
  session: Session;
  language: Language;
  /** Whether failures come with hints for developers. */
  hints: boolean;
  /** The server's address, without a slash at the end; undefined where none is configured. */
  baseUrl: string | undefined;
}

/** What DevTools calls a mini program that has no AppID; no server serves it under that name. */
const touristAppId = 'touristappid';

// Nothing here may throw: without App() every page is blank.
const { appId, envVersion } = runningVersion(wx);
const baseUrl = baseUrlFor(envVersion);

App<WeappLogin>({
  language: hostLanguage(wx),
  hints: envVersion !== 'release',
  baseUrl,
  session: createSession({
    wxLogin: createWxLogin({
      wx,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    }),
    request: createRequest({ wx, baseUrl }),
    storage: createSessionStorage({ wx, baseUrl }),
    appId: appId === touristAppId ? undefined : appId,
    newKey: () =>
      Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
  }),
});
