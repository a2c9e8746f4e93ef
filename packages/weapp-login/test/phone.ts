import { send } from './send.ts';

/**
 * How a method of `wx` can be: not there, throwing at once, failing, or never calling back. Without a `fail` callback, a
 * failing method rejects its promise, as WeChat's do.
 */
export type HostFault = 'missing' | 'throws' | 'fails' | 'silent';

/** Methods without callbacks. */
const atOnce = /Sync$|^get(AppBaseInfo|FileSystemManager)$/;

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
  /** Paths of the files that the mini program has written. */
  written: Set<string>;
  /** Methods of `wx` that do not do what they do here, by name. */
  faults: Partial<Record<string, HostFault>>;
  /** What a method that fails or throws says. */
  errMsg: string;
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
  /** Anything, for hosts answer what they like. */
  language: unknown;
  appId: unknown;
  envVersion: unknown;
}

/** The part of `wx` that the mini program uses, over real sockets, and the phone behind it. */
export function createPhone() {
  const phone: Phone = {
    loginFailures: [],
    requestFailures: [],
    codes: 0,
    storage: new Map(),
    storageFull: false,
    written: new Set(),
    faults: {},
    errMsg: 'fail as the test wants',
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

    env: { USER_DATA_PATH: 'http://usr' },
    getFileSystemManager: () => ({
      accessSync(path: string) {
        if (!phone.written.has(path)) throw new Error('accessSync:fail no such file or directory');
      },
      writeFileSync: (path: string) => void phone.written.add(path),
      unlinkSync: (path: string) => void phone.written.delete(path),
    }),

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
  const faulty = new Proxy(wx, {
    get(target, name) {
      const fault = phone.faults[String(name)];
      const errMsg = `${String(name)}:${phone.errMsg}`;
      if (fault === undefined) return Reflect.get(target, name);
      if (fault === 'missing') return undefined;
      return (option?: { fail?: (error: { errMsg: string }) => void }) => {
        if (fault === 'silent') return undefined;
        if (fault === 'throws' || atOnce.test(String(name))) throw new Error(errMsg);
        if (!option?.fail) return Promise.reject(new Error(errMsg));
        setTimeout(option.fail, 0, { errMsg });
        return undefined;
      };
    },
  });
  return { phone, wx: faulty };
}

/** `dataType: 'json'`, the default of wx.request: what does not parse stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
