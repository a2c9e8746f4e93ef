import { request as httpRequest } from 'node:http';

/** An errno as WeChat would give it for what happened to a request of Node's. */
const errnoOf: Readonly<Record<string, number>> = { ERR_INVALID_URL: 600009, TIMEOUT: 5 };
const unreachable = 600001;

/** What a test can set about the phone while it runs. */
export interface Phone {
  /** Failures of the next calls of wx.login, by errno; undefined stands for an old base library. */
  loginFailures: (number | undefined)[];
  /** What the next call of wx.request fails with before it leaves the phone. */
  requestFailures: (number | undefined)[];
  /** How many codes wx.login gave out: code-1, code-2… */
  codes: number;
  storage: Map<string, unknown>;
  storageFull: boolean;
  /** Milliseconds after which a request times out, whatever the mini program asks for. */
  patience: number | undefined;
  clipboard: string | undefined;
  clipboardErrno: number | undefined;
  title: string | undefined;
  language: string;
  envVersion: 'develop' | 'trial' | 'release';
}

/** The part of `wx` that the mini program uses, over real sockets, and the phone behind it. */
export function createPhone() {
  const phone: Phone = {
    loginFailures: [],
    requestFailures: [],
    codes: 0,
    storage: new Map(),
    storageFull: false,
    patience: undefined,
    clipboard: undefined,
    clipboardErrno: undefined,
    title: undefined,
    language: 'zh_CN',
    envVersion: 'develop',
  };

  const wx = {
    login({ success, fail }: WechatMiniprogram.LoginOption) {
      setTimeout(() => {
        if (phone.loginFailures.length > 0) {
          fail?.({ errMsg: 'login:fail', errno: phone.loginFailures.shift() as number });
        } else {
          phone.codes += 1;
          success?.({ code: `code-${phone.codes}`, errMsg: 'login:ok' });
        }
      });
    },

    request({
      url,
      method,
      header,
      data,
      timeout,
      success,
      fail,
    }: WechatMiniprogram.RequestOption) {
      const failed = (errno: number | undefined) =>
        fail?.({ errMsg: 'request:fail', errno } as WechatMiniprogram.RequestFailCallbackErr);
      if (phone.requestFailures.length > 0) {
        const errno = phone.requestFailures.shift();
        setTimeout(() => failed(errno));
        return;
      }
      const onError = (error: unknown) =>
        failed(errnoOf[(error as NodeJS.ErrnoException).code ?? ''] ?? unreachable);
      try {
        const sent = httpRequest(
          url,
          { method, headers: { 'content-type': 'application/json', ...header }, agent: false },
          (received) => {
            let text = '';
            received.setEncoding('utf8');
            received.on('data', (chunk) => {
              text += chunk;
            });
            received.on('error', onError);
            received.on('end', () =>
              success?.({
                data: parsed(text),
                statusCode: received.statusCode ?? 0,
                header: received.headers,
                cookies: [],
                errMsg: 'request:ok',
              } as unknown as WechatMiniprogram.RequestSuccessCallbackResult),
            );
          },
        );
        sent.setTimeout(phone.patience ?? timeout ?? 60_000, () =>
          sent.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })),
        );
        sent.on('error', onError);
        sent.end(data === undefined ? undefined : JSON.stringify(data));
      } catch (error) {
        setTimeout(() => onError(error));
      }
    },

    getStorageSync: (key: string) => structuredClone(phone.storage.get(key) ?? ''),
    setStorageSync(key: string, value: unknown) {
      if (phone.storageFull) throw new Error('setStorageSync:fail quota exceeded');
      phone.storage.set(key, structuredClone(value));
    },
    removeStorageSync(key: string) {
      phone.storage.delete(key);
    },

    setClipboardData({ data, fail }: WechatMiniprogram.SetClipboardDataOption) {
      if (phone.clipboardErrno === undefined) phone.clipboard = data;
      else {
        const failure = { errMsg: 'setClipboardData:fail', errno: phone.clipboardErrno };
        fail?.(failure);
      }
    },
    setNavigationBarTitle({ title }: WechatMiniprogram.SetNavigationBarTitleOption) {
      phone.title = title;
    },
    getAppBaseInfo: () => ({ language: phone.language }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: phone.envVersion } }),
  };
  return { phone, wx };
}

/** `dataType: 'json'`, the default of wx.request: what does not parse stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
