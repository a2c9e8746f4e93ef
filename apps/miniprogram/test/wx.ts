import { send } from './send.ts';

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
  /** What the phone's temporary folder holds, by path. */
  files: Map<string, File>;
  clipboard: string | undefined;
  clipboardErrno: number | undefined;
  /** The privacy terms that wait for consent, if any. */
  terms: string | undefined;
  termsErrno: number | undefined;
  termsOpened: boolean;
  toast: string | undefined;
  title: string | undefined;
  /** What the person answers to a question. */
  agrees: boolean;
  /** The last question that was asked. */
  question: string | undefined;
  /** The page that was opened in place of all others. */
  launched: string | undefined;
  language: string;
  appId: string;
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
    files: new Map(),
    clipboard: undefined,
    clipboardErrno: undefined,
    terms: undefined,
    termsErrno: undefined,
    termsOpened: false,
    toast: undefined,
    title: undefined,
    agrees: true,
    question: undefined,
    launched: undefined,
    language: 'zh_CN',
    appId: 'touristappid',
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

    request(option: WechatMiniprogram.RequestOption) {
      const { url, method, header, data, timeout, success, fail } = option;
      const failed = (errno: number | undefined) =>
        fail?.({ errMsg: 'request:fail', errno } as WechatMiniprogram.RequestFailCallbackErr);
      if (phone.requestFailures.length > 0) {
        const errno = phone.requestFailures.shift();
        setTimeout(() => failed(errno));
        return;
      }
      send({
        url,
        method,
        headers: { 'content-type': 'application/json', ...header },
        body: data === undefined ? undefined : JSON.stringify(data),
        timeout: phone.patience ?? timeout ?? 60_000,
        received: ({ statusCode, text, header }) =>
          success?.({
            data: parsed(text),
            statusCode,
            header,
            cookies: [],
            errMsg: 'request:ok',
          } as unknown as WechatMiniprogram.RequestSuccessCallbackResult),
        failed,
      });
    },

    async uploadFile(option: WechatMiniprogram.UploadFileOption) {
      const { url, filePath, name, header, timeout, success, fail } = option;
      const failed = (errno: number | undefined) =>
        fail?.({ errMsg: 'uploadFile:fail', errno } as WechatMiniprogram.GeneralCallbackResult);
      const file = phone.files.get(filePath);
      if (!file) {
        setTimeout(() => failed(undefined));
        return;
      }
      const form = new FormData();
      form.append(name, file);
      const upload = new Response(form);
      send({
        url,
        method: 'POST',
        headers: { ...header, 'content-type': upload.headers.get('content-type') ?? '' },
        body: Buffer.from(await upload.arrayBuffer()),
        timeout: phone.patience ?? timeout ?? 60_000,
        received: ({ statusCode, text }) =>
          success?.({
            data: text,
            statusCode,
            errMsg: 'uploadFile:ok',
          } as WechatMiniprogram.UploadFileSuccessCallbackResult),
        failed,
      });
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
    showModal({ content, success }: WechatMiniprogram.ShowModalOption) {
      phone.question = content;
      const answer = { confirm: phone.agrees, cancel: !phone.agrees, content: '' };
      setTimeout(() => success?.({ ...answer, errMsg: 'showModal:ok' }));
    },
    showToast({ title }: WechatMiniprogram.ShowToastOption) {
      phone.toast = title;
    },
    getPrivacySetting({ success, fail }: WechatMiniprogram.GetPrivacySettingOption) {
      const privacyContractName = phone.terms ?? '';
      const answer = { needAuthorization: phone.terms !== undefined, privacyContractName };
      setTimeout(() =>
        phone.termsErrno === undefined
          ? success?.({ ...answer, errMsg: 'getPrivacySetting:ok' })
          : fail?.({ errMsg: 'getPrivacySetting:fail' }),
      );
    },
    openPrivacyContract({ fail }: WechatMiniprogram.OpenPrivacyContractOption) {
      const errno = phone.termsErrno;
      if (errno === undefined) phone.termsOpened = true;
      else fail?.({ errMsg: 'openPrivacyContract:fail', errno } as { errMsg: string });
    },
    reLaunch({ url }: WechatMiniprogram.ReLaunchOption) {
      phone.launched = url;
    },
    getAppBaseInfo: () => ({ language: phone.language }),
    getAccountInfoSync: () => ({
      miniProgram: { appId: phone.appId, envVersion: phone.envVersion },
    }),
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
