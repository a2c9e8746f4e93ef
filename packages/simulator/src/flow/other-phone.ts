import type { Host, Sent, WxEvent } from '../phone-protocol.ts';
import { createCaller, type Options } from '../screen/api-call.ts';
import type { WxContext } from '../screen/wx/context.ts';
import { loginApi } from '../screen/wx/login.ts';
import { requestApi } from '../screen/wx/request.ts';

/** A phone without a screen, for what happens elsewhere: it speaks the contract of this project's server. */
export interface OtherPhone {
  /** Gets a code, and keeps it. */
  wxLogin(): Promise<void>;
  /** Sends the code to the server; with a key, repetitions are one attempt. */
  login(attempt?: string): Promise<void>;
  logOutEverywhere(): Promise<void>;
  /** Has WeChat encrypt user data, and keeps it. */
  getUserInfo(): Promise<void>;
  /** Has the server decrypt it. */
  sendUserData(): Promise<void>;
}

/** @param options.appId of the mini program that runs there */
export function createOtherPhone(options: {
  serverUrl: string;
  personId: string;
  appId: string;
  send: (path: string, body: object) => Sent;
  wxEvent: (event: WxEvent) => void;
  now: () => number;
}): OtherPhone {
  const { serverUrl, personId, appId, send, wxEvent, now } = options;
  // wx.login and wx.request ask no more of a phone than this.
  const host = {
    settings: { personId, offline: false },
    send: (path: string, body: object) =>
      send(path, path === '/wx/request' ? { ...body, appId } : body),
    wxEvent,
  } as unknown as Host;
  const caller = createCaller(host, now);
  const context = { host, caller, manifest: { appId }, now } as WxContext;
  const apis = { ...loginApi(context), ...requestApi(context) };
  const call = (name: string, given: Options) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const api = apis[name] as (options: Options) => void;
      api({ ...given, complete: (result) => resolve(result as Record<string, unknown>) });
    });

  let code = '';
  let token = '';
  let userData: unknown;
  const request = (method: string, path: string, data?: unknown, header: object = {}) =>
    call('request', {
      url: serverUrl + path,
      method,
      ...(data !== undefined && { data }),
      header: { ...(token && { Authorization: `Bearer ${token}` }), ...header },
    });
  const getUserInfo = caller.api('getUserInfo', async () => {
    const { body } = await send('/wx/user-data', { personId, appId }).answer;
    userData = body;
    return body as object;
  });

  return {
    async wxLogin() {
      code = String((await call('login', {})).code);
    },
    async login(attempt) {
      token = '';
      const header = attempt === undefined ? {} : { 'Idempotency-Key': attempt };
      const { data } = await request('POST', '/login', { code }, header);
      token = (data as { token?: string } | undefined)?.token ?? '';
    },
    async logOutEverywhere() {
      await request('DELETE', '/sessions');
    },
    async getUserInfo() {
      await getUserInfo();
    },
    async sendUserData() {
      const { encryptedData, iv } = userData as { encryptedData: string; iv: string };
      await request('POST', '/me/user-data', { encryptedData, iv });
    },
  };
}
