import { baseUrlFor } from './config.ts';
import { createRequest } from './request.ts';
import { createSession, type Session } from './session.ts';
import { createSessionStorage } from './session-storage.ts';
import { createWxLogin } from './wx-login.ts';

/** What pages reach through `getApp<WeappLogin>()`. */
export interface WeappLogin {
  session: Session;
}

const baseUrl = baseUrlFor(wx.getAccountInfoSync().miniProgram.envVersion);

App<WeappLogin>({
  session: createSession({
    wxLogin: createWxLogin({
      wx,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    }),
    request: createRequest({ wx, baseUrl }),
    storage: createSessionStorage({ wx, baseUrl }),
    newKey: () =>
      Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
  }),
});
